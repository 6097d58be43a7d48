import MartletActions
import MartletDirectory
import MartletPolicy

extension StrengthPage {
    package func content(_ phrases: Phrases) -> ViewObject {
        let isBuiltIn = row?.strength.isBuiltIn == true
        let words = Problem.allCases.filter { problems.contains($0) }.map(\.rawValue)
        let ways: [String] = row?.strength.combinations.map { $0.label(phrases) } ?? []
        let models: [String] = row?.strength.passkeyModels.sorted() ?? []
        var view: ViewObject = [
            "notice": phrases.notice(notice), "problems": phrases.problems(words, of: "strengths.problem"),
            "isNew": .flag(row == nil), "isBuiltIn": .flag(isBuiltIn), "isForm": .flag(mayChange && !isBuiltIn),
            "isReadOnly": .flag(!mayChange && !isBuiltIn), "strengthID": ViewValue(row?.strength.id.rawValue),
            "about": ViewValue(nonEmpty: row?.about(phrases) ?? ""),
            "demandedBy": ViewValue(nonEmpty: row?.demanders(phrases) ?? ""),
            "ways": ViewValue(texts: ways), "models": ViewValue(texts: models), "hasModels": .flag(!models.isEmpty),
        ]
        view["typedName"] = ViewValue(nonEmpty: typed.displayName)
        view["typedAbout"] = ViewValue(nonEmpty: typed.explanation)
        view["typedModels"] = ViewValue(nonEmpty: typed.passkeyModels.joined(separator: "\n"))
        view["isNameWrong"] = .flag(problems.contains(.displayName))
        view["isAboutWrong"] = .flag(problems.contains(.explanation))
        view["areModelsWrong"] = .flag(problems.contains(.passkeyModels))
        show(row?.strength, phrases, in: &view)
        view["isUnsure"] = .flag(problems.contains(.sure))
        view["kinds"] = ViewValue(kinds(phrases))
        return view
    }

    /// Which certificates count: as it stands, and as it is typed.
    private func show(_ strength: AuthenticationStrength?, _ phrases: Phrases, in view: inout ViewObject) {
        view["typedIssuers"] = ViewValue(nonEmpty: typed.certificates.issuers.joined(separator: "\n"))
        view["typedPolicies"] = ViewValue(nonEmpty: typed.certificates.policies.joined(separator: "\n"))
        view["areIssuersWrong"] = .flag(problems.contains(.certificateIssuers))
        view["arePoliciesWrong"] = .flag(problems.contains(.certificatePolicies))
        let ways = MethodCombination.all.filter {
            $0.hasCertificate && $0.modes.isDisjoint(with: [.federatedSingleFactor, .federatedMultiFactor])
        }
        view["limitable"] = ViewValue(
            ways.map { way -> ViewObject in
                [
                    "value": .text(way.name), "wayLabel": .text(way.label(phrases)),
                    "isChosen": .flag(typed.certificates.combinations.contains(way.name)),
                ]
            })
        let limit = strength?.certificates
        let lines = (limit?.issuers ?? []) + (limit?.policies ?? [])
        view["certificates"] = ViewValue(texts: lines)
        view["hasCertificates"] = .flag(!lines.isEmpty)
        let held = (strength?.limitedCombinations ?? []).map { $0.label(phrases) }
        view["limitedWays"] = ViewValue(texts: held)
    }

    /// The combinations that can be chosen, by what they are worth.
    ///
    /// Nobody signs in here by another organisation, so those combinations are offered only where one was chosen before.
    private func kinds(_ phrases: Phrases) -> [ViewObject] {
        let chosen = Set(typed.combinations)
        let offered = MethodCombination.all.filter { way in
            way.modes.isDisjoint(with: [.federatedSingleFactor, .federatedMultiFactor]) || chosen.contains(way.name)
        }
        let resistant = offered.filter { MethodCombination.phishingResistant.contains($0) }
        let others = offered.filter { $0.isMultiFactor && !resistant.contains($0) }
        let single = offered.filter { !$0.isMultiFactor }
        let kinds: [(word: String, ways: [MethodCombination])] = [
            ("resistant", resistant), ("multiFactor", others), ("single", single),
        ]
        return kinds.map { kind -> ViewObject in
            let items: [ViewObject] = kind.ways.map { way in
                [
                    "value": .text(way.name), "wayLabel": .text(way.label(phrases)),
                    "isChosen": .flag(chosen.contains(way.name)),
                ]
            }
            return ["legend": .text(phrases("admin.strengths.kind.\(kind.word)")), "items": ViewValue(items)]
        }
    }
}

extension MethodCombination {
    /// What has to be proven, in people's words: `Password + Hardware token`.
    func label(_ phrases: Phrases) -> String {
        modes.words.map { phrases("admin.method.\($0)") }.joined(separator: phrases("admin.strengths.and"))
    }
}
