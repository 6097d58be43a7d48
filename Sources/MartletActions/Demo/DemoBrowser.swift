/// What the browsers of the example call themselves.
enum DemoBrowser {
    private static let webKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)"

    /// The desktop browsers.
    static let desktops = [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/141.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) \(webKit) Version/26.0 Safari/605.1.15",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    ]

    /// The one on phones.
    static let phone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) \(webKit) Version/18.6 Mobile/15E148 Safari/604.1"
}
