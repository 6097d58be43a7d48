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
        view["isUnsure"] = .flag(problems.contains(.sure))
        view["kinds"] = ViewValue(kinds(phrases))
        return view
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
