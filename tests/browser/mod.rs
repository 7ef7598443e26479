//! A headless Chromium, driven through chromedriver as the W3C has it in its `WebDriver`.

#![expect(clippy::disallowed_methods, reason = "it starts the driver and looks at what was downloaded")]
#![expect(clippy::print_stderr, reason = "a test that tests nothing says so")]

use super::desk::Desk;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything in the browser is waited for.
const PATIENCE: Duration = Duration::from_secs(180);

/// A browser with nothing of another's in it.
pub(crate) struct Browser {
    driver: Child,
    agent: ureq::Agent,
    session: String,
    downloads: PathBuf,
}

impl Browser {
    /// Opens one, with its files in the folder of the desk; `None` where there is no chromedriver, which is said.
    pub(crate) fn open(desk: &Desk) -> Option<Self> {
        let found = Command::new("chromedriver")
            .args(["--port=0", "--log-level=WARNING"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut driver = match found {
            Ok(driver) => driver,
            Err(error) => {
                let is_required = std::env::var("NOTEFOLD_BROWSER").is_ok_and(|wanted| wanted == "required");
                assert!(!is_required, "chromedriver cannot be started: {error}");
                eprintln!("not tested in a browser: chromedriver cannot be started ({error})");
                return None;
            }
        };
        // It says on which port it listens, and nothing else that is wanted.
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.by_ref().find_map(|line| {
            let line = line.unwrap();
            line.split_once(" successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned())
        });
        // Were nobody to read what else it says, it would end.
        std::thread::spawn(move || lines.for_each(drop));
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .build()
            .into();
        let downloads = desk.folder.path().join("downloads");
        let profile = desk.folder.path().join("profile");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
            &format!("--user-data-dir={}", profile.display()),
        ];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": {
                "args": arguments,
                "prefs": {"download.default_directory": downloads, "download.prompt_for_download": false},
            },
        }}});
        let server = format!("http://127.0.0.1:{}/session", port.unwrap());
        let mut browser = Self { driver, agent, session: server, downloads };
        let opened = browser.post("", &wanted);
        let id = opened["sessionId"].as_str().unwrap_or_else(|| panic!("no browser is opened: {opened}"));
        browser.session = format!("{}/{id}", browser.session);
        Some(browser)
    }

    /// Opens an address.
    pub(crate) fn go(&self, address: &str) {
        self.post("/url", &json!({"url": address}));
    }

    /// Opens the same address again.
    pub(crate) fn reload(&self) {
        self.post("/refresh", &json!({}));
    }

    /// Runs a script, and gives what it returns.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// Waits until a script returns true.
    pub(crate) fn wait(&self, script: &str) {
        let until = Instant::now() + PATIENCE;
        while self.run(script) != true {
            assert!(Instant::now() < until, "in vain: {script}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Presses keys one after the other, wherever the focus is.
    pub(crate) fn press(&self, keys: &str) {
        let strokes =
            keys.chars().flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})));
        let strokes: Vec<Value> = strokes.collect();
        self.post("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]}));
    }

    /// Types into the control with this id.
    pub(crate) fn type_into(&self, id: &str, text: &str) {
        self.run(&format!("document.getElementById('{id}').focus();"));
        self.press(text);
    }

    /// Selects a value of the control with this id.
    pub(crate) fn select(&self, id: &str, value: &str) {
        self.set(&format!("#{id}"), value);
    }

    /// Selects a value of the control with this name.
    pub(crate) fn choose(&self, name: &str, value: &str) {
        self.set(&format!("[name='{name}']"), value);
    }

    fn set(&self, selector: &str, value: &str) {
        let (selector, value) = (json!(selector), json!(value));
        let script = format!(
            "const it = document.querySelector({selector}); it.value = {value};
             it.dispatchEvent(new Event('change', {{bubbles: true}})); return it.value === {value};"
        );
        assert_eq!(self.run(&script), true, "{selector} has no {value}");
    }

    /// Saves what was decided, and gives the file.
    pub(crate) fn save(&self) -> PathBuf {
        self.run("document.getElementById('save').click();");
        let file = self.downloads.join("notefold.verdicts.json");
        let until = Instant::now() + PATIENCE;
        // Chromium makes an empty file of that name, and then moves what is whole over it.
        while fs::metadata(&file).map_or(0, |file| file.len()) == 0 {
            assert!(Instant::now() < until, "nothing was downloaded: {:?}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        file
    }

    /// What the browser has had to say since it was asked last.
    pub(crate) fn log(&self) -> Vec<String> {
        let lines = self.post("/se/log", &json!({"type": "browser"}));
        lines.as_array().unwrap().iter().map(|line| line["message"].as_str().unwrap().to_owned()).collect()
    }

    /// Runs no scripts of pages from now on.
    pub(crate) fn without_scripts(&self) {
        let command = json!({"cmd": "Emulation.setScriptExecutionDisabled", "params": {"value": true}});
        self.post("/goog/cdp/execute", &command);
    }

    /// Prefers `light` or `dark`.
    pub(crate) fn prefer(&self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        let command = json!({"cmd": "Emulation.setEmulatedMedia", "params": {"features": features}});
        self.post("/goog/cdp/execute", &command);
    }

    /// Makes the page so large.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        let params = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.post(
            "/goog/cdp/execute",
            &json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": params}),
        );
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        let address = format!("{}{command}", self.session);
        let mut answer =
            self.agent.post(address).content_type("application/json").send(body.to_string()).unwrap();
        let mut answer: Value = serde_json::from_slice(&answer.body_mut().read_to_vec().unwrap()).unwrap();
        let value = answer["value"].take();
        assert!(value["error"].is_null(), "{command}: {value}");
        value
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser goes with its session; the driver is this process's own.
        drop(self.agent.delete(&self.session).call());
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}

/// Bytes as an address holds them.
pub(crate) fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
