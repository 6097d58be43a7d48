import Hummingbird
import HummingbirdTLS
import NIOSSL
import ArgumentParser
import ServiceLifecycle
@main struct Stub { static func main() {} }
