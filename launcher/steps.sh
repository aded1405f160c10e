# shellcheck shell=bash disable=SC2154
# What the first start is at, and for how long: for the people who wait for it. Read by ../emoglot, whose
# say and log it uses.

# Seconds between two signs of life.
if [[ -t 2 ]]; then
  readonly every=1
else
  readonly every=20
fi

step=
step_began=$SECONDS

# The time since $1, a value of SECONDS, as minutes and seconds.
clock() { printf '%d:%02d' $(((SECONDS - $1) / 60)) $(((SECONDS - $1) % 60)); }

# Begins the step $1.
begin() {
  end_step
  step=$1
  step_began=$SECONDS
  [[ -t 2 ]] || say "$step ..."
  [[ ! -t 2 ]] || go_on
}

# Says that the step goes on, and how far it is, $1, if that is known. A terminal keeps one line a step.
go_on() {
  if [[ -t 2 ]]; then
    printf '\r\033[Kemoglot: %s ... %s%s' "$step" "${1:+$1, }" "$(clock "$step_began")" >&2
  else
    say "$step ... ${1:+$1, }$(clock "$step_began")"
  fi
}

end_step() {
  if [[ -n $step && -t 2 ]]; then
    printf '\r\033[Kemoglot: %s (%s)\n' "$step" "$(clock "$step_began")" >&2
  fi
  step=
}

# Runs the words behind $1 as the step $1, with their output in the log. Where Maven says that it begins a
# module, a step of that name begins.
in_step() {
  local status=0
  begin "$1"
  shift
  "$@" 2>&1 </dev/null 9>&- | follow || status=${PIPESTATUS[0]}
  step=
  return "$status"
}

follow() {
  local line status files=0 said=$SECONDS timeout=()
  local module='^\[INFO\] Building (.*[^ ]) +\[([0-9]+/[0-9]+)\]$'
  ((BASH_VERSINFO[0] < 4)) || timeout=(-t 1) # an older Bash cannot tell waiting from the end
  while true; do
    status=0
    IFS= read -r ${timeout[@]+"${timeout[@]}"} line || status=$?
    if ((status == 0)); then
      printf '%s\n' "$line" >>"$log"
      if [[ $line =~ $module ]]; then
        begin "Building ${BASH_REMATCH[2]} (${BASH_REMATCH[1]% *})"
        said=$SECONDS
        files=0
      elif [[ $line == *'Downloaded from '* ]]; then
        files=$((files + 1))
      fi
    elif ((status <= 128)); then
      break
    fi
    if ((SECONDS - said >= every)); then
      said=$SECONDS
      if ((files > 0)); then go_on "$files files downloaded"; else go_on; fi
    fi
  done
  end_step
}
