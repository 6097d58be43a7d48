import MartletPolicy

/// What is sent to an address that a person gave: nobody's key is known there, so everybody on the way can read it, and
/// there is nothing in it. No name, no number, no app; pressed, it opens the authenticator, which asks with its own key
/// (A051).
///
/// The form is ntfy's: the text is the body, and the headers say the title and what a press opens. A receiver of
/// UnifiedPush gets the body alone.
extension OutgoingMessage {
    /// Something waits for an answer. Of `lifetime` seconds, told as urgent.
    package static func waiting(_ publicURL: String, language: String?, lifetime: Int64) -> OutgoingMessage {
        open(
            publicURL,
            words(
                "Something is waiting. Open Martlet Authenticator to answer.",
                "確認の依頼があります。Martlet Authenticator を開いて答えてください。", language), lifetime: lifetime)
    }

    /// The address is tried.
    static func trial(_ publicURL: String, language: String?) -> OutgoingMessage {
        open(
            publicURL,
            words(
                "Messages of Martlet Authenticator arrive here.", "Martlet Authenticator の通知がここに届きます。",
                language), lifetime: 60)
    }

    /// Somebody who has chosen no language gets both, since there is no browser that could say.
    private static func words(_ english: String, _ japanese: String, _ language: String?) -> String {
        switch language {
        case "en": english
        case "ja": japanese
        default: english + "\n" + japanese
        }
    }

    private static func open(_ publicURL: String, _ text: String, lifetime: Int64) -> OutgoingMessage {
        OutgoingMessage(
            headers: [
                ("content-type", "text/plain; charset=utf-8"), ("title", "Martlet Authenticator"),
                ("click", publicURL + "/authenticator"), ("priority", "high"), ("ttl", String(lifetime)),
                ("urgency", "high"),
            ], body: Array(text.utf8))
    }
}
