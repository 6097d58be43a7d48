/// The program and the system that a user agent names, for people to recognise; it proves nothing.
struct AgentName: Equatable {
    /// The browser or program, if it is a known one.
    let program: String?
    /// The operating system, if it is a known one.
    let system: String?

    /// Reads a user agent. Browsers name those they imitate as well, so the order matters: the imitated come last.
    init(userAgent: String) {
        let programs = [
            ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
            ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"), ("python-requests/", "python-requests"),
            ("Thunderbird/", "Thunderbird"), ("Outlook", "Outlook"),
        ]
        let systems = [
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Mac OS X", "macOS"),
            ("CrOS", "ChromeOS"), ("Linux", "Linux"),
        ]
        program = programs.first { userAgent.contains($0.0) }?.1
        system = systems.first { userAgent.contains($0.0) }?.1
    }
}
