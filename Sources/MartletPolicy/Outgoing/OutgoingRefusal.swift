/// Why a document was not fetched or a message not delivered. Nothing of what the other side answered is in it (A256).
package enum OutgoingRefusal: Error, Sendable, Equatable {
    /// Not a URL as it is read here: too long, a user name in it, a fragment, a number in place of a name.
    case malformed
    /// Not https, nor http to a host that the operator allowed.
    case scheme
    /// A port on which something other than a web server may listen.
    case port
    /// An address that no stranger may have Martlet speak to; one forbidden address of several is enough.
    case address(NetworkReach)
    /// The name has no address.
    case unresolved
    /// Nobody answers there, the certificate is not trusted, or what answers does not speak HTTP.
    case unreachable
    /// It took longer than the time that there is.
    case tooSlow
    /// The answer is longer than the limit.
    case tooLarge
    /// The answer points elsewhere; that is not followed (A257).
    case redirect
    /// The answer is no success.
    case status(Int)
    /// The answer is of another kind than what was asked for, or compressed (A258).
    case contentType
    /// The answer is not what its kind promises.
    case content
    /// As many requests as may be under way at one time are under way.
    case busy
    /// Nothing is fetched here at all.
    case switchedOff
}
