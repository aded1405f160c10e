package org.emoglot.serve;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium, with a file as its microphone. */
final class Browser implements AutoCloseable {

  private static final List<Path> CHROMIUM =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Skips the test, saying so, where there is no Chromium. */
  static void assumeThere() {
    Assumptions.assumeTrue(
        CHROMIUM.stream().anyMatch(Files::isExecutable) && Files.isExecutable(DRIVER),
        "Chromium and its driver are not installed (apt-get install chromium chromium-driver): the page is not tried.");
  }

  static Browser open(Path microphone, Path downloads) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(
        CHROMIUM.stream().filter(Files::isExecutable).findFirst().orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--autoplay-policy=no-user-gesture-required",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        "--use-file-for-fake-audio-capture=" + microphone);
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", downloads.toString()));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(DRIVER.toString()))
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  void go(String address) {
    driver.get(address);
  }

  WebElement element(String id) {
    return driver.findElement(By.id(id));
  }

  List<WebElement> elements(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Waits until a script gives true. */
  void await(String script) {
    new WebDriverWait(driver, Duration.ofSeconds(60))
        .withMessage(
            () -> script + "; the page shows: " + driver.findElement(By.id("main")).getText())
        .until(page -> Boolean.TRUE.equals(driver.executeScript("return " + script)));
  }

  ChromeDriver driver() {
    return driver;
  }

  void scheme(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** The whole page in a window of this width, as PNG. */
  byte[] screenshot(int width) {
    driver.manage().window().setSize(new Dimension(Math.max(500, width), 900));
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    long height = (Long) run("return document.documentElement.scrollHeight");
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    run("return new Promise((done) => setTimeout(done, 300))");
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** What the browser complains about. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> !message.contains("status of 415")) // of a file that is no audio
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
