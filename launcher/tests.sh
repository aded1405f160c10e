# shellcheck shell=bash disable=SC2154
# The tests in short: a line a module, failures whole, and the number of tests in the end. Read by
# ../emoglot, whose say, home, tested and log it uses; steps.sh has the clock.

passed=0
failed=0
skipped=0
reported=:

show_test_help() {
  cat <<'END'
Usage: emoglot test [arguments for Maven]
Builds everything and runs the tests. Prints one line per module, failures in full, and the number of tests.
Tests on real speech need EMOGLOT_CORPORA, or ../shared/corpora, and are skipped without it.

Examples:
  ./emoglot test
  ./emoglot test -pl emoglot-core -am                  one module and those it depends on
  ./emoglot test -Dtest=MetricsTest -Dsurefire.failIfNoSpecifiedTests=false
  ./emoglot test -Dgroups=corpora                      only the tests on real speech
  ./emoglot test -Dslow                                also the slow tests
END
}

# Runs the tests; the words go to Maven. Returns 0 if all of them passed.
run_tests() {
  local status=0 options=(-Dstyle.color=never -Dmaven.test.failure.ignore=true)
  case " $*" in
    *' -Dtest='* | *' -Dgroups='*) options+=(-Djacoco.skip=true -Dmaven.javadoc.skip=true) ;; # a part of the tests
  esac
  [[ $tested == "$home" ]] || copy_sources
  stamp=$state/tests.stamp
  touch "$stamp"
  : >"$log"
  JAVA_HOME=$jdk "$tested/mvnw" -f "$tested/pom.xml" --batch-mode --no-transfer-progress "${options[@]}" \
    verify "$@" 2>&1 </dev/null 9>&- | follow_tests || status=$?
  return "$status"
}

# Makes the folder that is tested, anew, of a source folder that cannot be.
copy_sources() {
  rm -rf "$tested"
  mkdir -p "$tested"
  tar -c -C "$home" --exclude=target . | tar -x -C "$tested"
  [[ -n ${EMOGLOT_CORPORA:-} || ! -d $home/../shared/corpora ]] ||
    export EMOGLOT_CORPORA=$home/../shared/corpora
}

follow_tests() {
  local line module='' next='' module_began=$SECONDS trace=false summary=false broken=false
  local building='^\[INFO\] Building ([^ ]+) .*[^ ]' running='^\[INFO\] Running ([^ ]+)'
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    case $line in
      '[INFO] Building '*' '*)
        [[ ! $line =~ $building ]] || next=${BASH_REMATCH[1]}
        report_module "$module"
        module=$next
        module_began=$SECONDS
        trace=false
        ;;
      '[INFO] Running '*)
        [[ ! -t 1 || ! $line =~ $running ]] ||
          printf '\r\033[K%s: %s (%s)' "$module" "${BASH_REMATCH[1]##*.}" "$(clock "$module_began")"
        trace=false
        summary=false
        ;;
      '[INFO] Results:'*) summary=true trace=false ;; # what was said above, once more
      '[INFO] Reactor Summary'*) report_module "$module" && module= && summary=false ;;
      '[ERROR] Tests run:'* | '[ERROR] There are test failures'*) trace=false ;;
      '[ERROR] '*'<<< FAILURE!'* | '[ERROR] '*'<<< ERROR!'*)
        trace=true
        print_line "${line#\[ERROR\] }"
        ;;
      '[ERROR] ' | '[ERROR] To see the full'* | '[ERROR] Re-run Maven'* | '[ERROR] For more information'* | \
        '[ERROR] [Help'* | '[ERROR] After correcting'* | '[ERROR]   mvn <args>'* | '[ERROR] -> [Help'*) ;;
      '[ERROR]'*)
        trace=false
        case $line in *'forked VM'* | *'Crashed tests'* | *'ExecutionException'*) broken=true ;; esac
        if ! $summary || $broken; then print_line "$line"; fi
        ;;
      '[INFO]'* | '[WARNING]'*) trace=false ;;
      *) ! $trace || print_line "$line" ;;
    esac
  done
  report_module "$module"
  for module in "$tested"/emoglot-*/; do # such as all of them, when Maven was told to be quiet
    report_module "$(basename "$module")"
  done
  ((passed + failed + skipped == 0)) || {
    print_skips
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  }
  ((failed == 0)) && ! $broken
}

print_line() {
  [[ ! -t 1 ]] || printf '\r\033[K'
  printf '%s\n' "$1"
}

# The reports of module $1 that this run has written.
reports() {
  find "$tested/$1/target/surefire-reports" -name 'TEST-*.xml' -newer "$stamp" 2>/dev/null || true
}

# Prints the line of module $1, once, if it had tests.
report_module() {
  local report head tests=0 wrong=0 left=0 counts=' (tests|errors|failures|skipped)="([0-9]+)"'
  [[ -n $1 && $reported != *":$1:"* ]] || return 0
  while IFS= read -r report; do
    head=$(grep -m 1 '<testsuite ' "$report") || continue
    while [[ $head =~ $counts ]]; do
      case ${BASH_REMATCH[1]} in
        tests) tests=$((tests + BASH_REMATCH[2])) ;;
        skipped) left=$((left + BASH_REMATCH[2])) ;;
        *) wrong=$((wrong + BASH_REMATCH[2])) ;;
      esac
      head=${head#*"${BASH_REMATCH[0]}"}
    done
  done < <(reports "$1")
  ((tests > 0)) || return 0
  reported+=$1:
  print_line "$(printf '%-20s %5d passed, %d failed, %d skipped  %s' \
    "$1" $((tests - wrong - left)) "$wrong" "$left" "$(clock "$module_began")")"
  passed=$((passed + tests - wrong - left))
  failed=$((failed + wrong))
  skipped=$((skipped + left))
}

# Why tests were skipped, each reason once.
print_skips() {
  local module
  for module in "$tested"/emoglot-*/; do
    reports "$(basename "$module")"
  done | while IFS= read -r report; do
    sed -n 's/.*<skipped message="\([^"]*\)".*/\1/p' "$report"
  done | sed -e 's/^[A-Za-z0-9.]*TestAbortedException: //' -e 's/^Assumption failed: //' -e 's/&#10;.*//' \
    -e 's/&quot;/"/g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g' | cut -c 1-150 | sort | uniq -c |
    sort -rn | sed -n 's/^ *\([0-9]*\) /  skipped \1: /p' | head -n 8
}
