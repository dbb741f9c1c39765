using FluentValidation;

namespace Portal.Core.Clusters;

/// <summary>Rules that a join and an edit share.</summary>
internal static class ClusterRules
{
    public const int MaxLabels = 100;

    public const int MaxTaints = 50;

    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public static void IsPlace<T>(this IRuleBuilderInitial<T, string> rule, string what) => rule
        .Cascade(CascadeMode.Stop)
        .NotNull().WithMessage($"Leave the {what} empty if it has none.")
        .MaximumLength(63).WithMessage($"A {what} has at most 63 characters.")
        .Matches(@"^([\p{L}\p{N}]([-\p{L}\p{N}_. ]*[\p{L}\p{N}])?)?\z")
        .WithMessage($"A {what} is letters, digits, spaces, '-', '_' and '.', and begins and ends with a letter or digit.");

    public static void AreLabels<T>(this IRuleBuilderInitial<T, IReadOnlyDictionary<string, string>> rule) => rule
        .Cascade(CascadeMode.Stop)
        .NotNull().WithMessage("Leave the labels empty if there are none.")
        .Must(labels => labels.Count <= MaxLabels).WithMessage($"A cluster has at most {MaxLabels} labels.")
        .Must(labels => labels.Keys.All(LabelRules.IsKey)).WithMessage($"A label's key is not valid. {LabelRules.KeyHelp}")
        .Must(labels => labels.Values.All(value => value is not null && LabelRules.IsValue(value)))
        .WithMessage($"A label's value is not valid. {LabelRules.ValueHelp}");

    public static void AreTaints<T>(this IRuleBuilderInitial<T, IReadOnlyList<ClusterTaint>> rule) => rule
        .Cascade(CascadeMode.Stop)
        .NotNull().WithMessage("Leave the taints empty if there are none.")
        .Must(taints => taints.Count <= MaxTaints).WithMessage($"A cluster has at most {MaxTaints} taints.")
        .Must(taints => taints.All(taint => LabelRules.IsKey(taint.Key))).WithMessage($"A taint's key is not valid. {LabelRules.KeyHelp}")
        .Must(taints => taints.All(taint => LabelRules.IsValue(taint.Value))).WithMessage($"A taint's value is not valid. {LabelRules.ValueHelp}")
        .Must(taints => taints.All(taint => Effects.Contains(taint.Effect)))
        .WithMessage($"A taint's effect is one of {string.Join(", ", Effects)}.")
        .Must(taints => taints.DistinctBy(taint => (taint.Key, taint.Effect)).Count() == taints.Count)
        .WithMessage("Two taints have the same key and effect: keep one of them.");
}
