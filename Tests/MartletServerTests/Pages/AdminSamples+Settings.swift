import MartletActions
import MartletDirectory

@testable import MartletServer

extension AdminSamples {
    /// The settings of an app that offers an API and has a role that somebody holds.
    static var appSettings: AppSettingsPage {
        var app = application(0)
        let role = AppRole(id: id(901), value: "Orders.Approve", displayName: "Approve orders")
        app.settings.api.identifierURIs = ["api://orders"]
        app.settings.api.scopes = [ExposedScope(value: "Orders.Read", displayName: "See your orders")]
        app.settings.api.roles = [role]
        app.settings.logout.backChannelURI = "https://grafana.heronworks.example/logout"
        let assignment = AppRoleAssignment(
            id: id(902), tenant: tenant, resource: app.id, role: role.id, principal: .user(id(1)), createdAt: now)
        let delivery = LogoutDelivery(
            id: id(903), tenant: tenant, application: app.id, session: id(904), user: id(1),
            uri: "https://grafana.heronworks.example/logout", attempts: 2, nextTryAt: now, lastProblem: "status 503",
            createdAt: now)
        return AppSettingsPage(
            application: app, holders: [.init(assignment: assignment, name: signInName(0))],
            deliveries: .init(delivered: 12, waiting: 1, givenUp: 1), waiting: [delivery], mayManage: true)
    }
}
