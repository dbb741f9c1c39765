using System.Text.RegularExpressions;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Components.Helm;

/// <summary>Turns what helm writes when it fails into cause and remedy. The first rule that matches wins.</summary>
internal static partial class HelmErrors
{
    private const int MostWhy = 1500;
    private const int MostLine = 2000;

    /// <summary>The remedy that only a roll-back of this kind has.</summary>
    public const string OverUnknownOriginal = "Upgrade to that version in place of rolling back: an upgrade takes such objects over.";

    private static readonly Rule[] Rules =
    [
        new(InProgress(), ProblemKind.Conflict, _ => "helm says that another operation on this release is in progress: one was cut off, or somebody else runs one.",
            "Wait a minute and retry; the portal clears what a stopped worker left behind."),
        new(NameInUse(), ProblemKind.Conflict, _ => "A release of this name exists already.", "Use upgrade, or uninstall the other release first."),
        new(Forbidden(), ProblemKind.Refused,
            match => $"The portal's account may not {match.Groups["verb"].Value} {match.Groups["resource"].Value}{Group(match)}.",
            "Grant the missing right to the portal's account in the cluster, and retry."),
        new(Escalation(), ProblemKind.Refused, match => $"The portal's account may not grant rights that it does not hold ({match.Groups["name"].Value}).",
            "Give the portal's account the verbs escalate and bind on roles, and retry."),
        new(Ownership(), ProblemKind.Conflict, match => $"{match.Groups["object"].Value} exists and belongs to something else.",
            "Remove it, or the release that owns it, and retry."),
        new(UnknownOriginal(), ProblemKind.Conflict,
            match => $"{match.Groups["kind"].Value} {match.Groups["name"].Value} is in the cluster and is no part of the revision that runs now: helm does not roll back over it.",
            OverUnknownOriginal),
        new(ValuesSchema(), ProblemKind.Invalid, match => $"The chart refuses the values: {match.Groups["why"].Value}", "Correct the values and start again."),
        new(KubeVersion(), ProblemKind.Refused, match => $"The chart needs Kubernetes {match.Groups["wanted"].Value}; the cluster has {match.Groups["has"].Value}.",
            "Pick another version of the component, or upgrade the cluster."),
        new(MissingKind(), ProblemKind.Refused, match => $"The cluster does not know the kind {match.Groups["kind"].Value}.",
            "Install what brings its CustomResourceDefinition first, and retry."),
        new(StoredVersion(), ProblemKind.Conflict,
            match => $"Objects of {match.Groups["crd"].Value} may be stored as {match.Groups["version"].Value}, which its definition in that version does not know: Kubernetes refuses to go back.",
            "Stay on the newer version, or upgrade to another: a roll-back past a change of stored versions is not possible."),
        new(UnknownField(), ProblemKind.Refused,
            match => $"The cluster's Kubernetes does not know the field {match.Groups["field"].Value} of {match.Groups["kind"].Value} {match.Groups["name"].Value}.",
            "Pick another version of the component, or upgrade the cluster."),
        new(BadObject(), ProblemKind.Invalid, match => $"The values lead to an object that Kubernetes refuses: {match.Groups["why"].Value}",
            "Correct the values and start again."),
        new(RenderAt(), ProblemKind.Invalid,
            match => $"The chart cannot be rendered with these values: {match.Groups["why"].Value} at {match.Groups["at"].Value} in {match.Groups["where"].Value}.",
            "Correct the values and start again."),
        new(Render(), ProblemKind.Invalid, match => $"The chart cannot be rendered with these values: {match.Groups["why"].Value}",
            "Correct the values and start again."),
        new(Unauthorized(), ProblemKind.Refused, _ => "The cluster does not accept the portal's token.",
            "Look at the cluster's page: its credential may have to be renewed by joining again."),
        new(ChartMissing(), ProblemKind.Refused, match => $"The chart repository does not have it: {match.Groups["why"].Value}",
            "Pick another version, or bring the chart into the mirror."),
        new(RepositoryDown(), ProblemKind.Unavailable, match => $"The chart repository cannot be reached: {match.Groups["why"].Value}",
            $"Check the network, or set {ComponentsOptions.ChartMirrorKey} to a repository within reach."),
        new(HookFailed(), ProblemKind.Refused, match => $"A job of the chart failed: {match.Groups["why"].Value}",
            "Look at the job's pods in the cluster, mend the cause, and retry."),
        new(Unreachable(), ProblemKind.Unavailable, match => $"The cluster did not answer helm: {match.Groups["why"].Value}",
            "Check the cluster and the network to it; the portal tries again by itself."),
        new(TimedOut(), ProblemKind.Refused, match => $"helm waited in vain: {match.Groups["why"].Value}",
            "Look at the pods of the component for what holds them, mend it, and retry."),
    ];

    /// <param name="what">What failed, naming the thing ("Volcano could not be installed on member1").</param>
    public static ProblemException Describe(HelmOutcome outcome, string what)
    {
        // Bounded: the lines quote what a cluster or a webhook said, and the rules look back and forth in a line.
        var text = string.Join('\n', outcome.Errors
            .Where(line => !line.StartsWith("level=INFO", StringComparison.Ordinal))
            .Select(line => line.Length <= MostLine ? line : line[..MostLine]));
        if (AdmissionRefusal.Find(text) is { } refusal)
        {
            return new ProblemException(new Problem(ProblemKind.Refused, what, Bound(refusal.Why), refusal.Remedy));
        }

        if (FieldConflict.Find(text) is { } conflict)
        {
            return new ProblemException(conflict.Describe(what));
        }

        foreach (var rule in Rules)
        {
            if (rule.Pattern.Match(text) is { Success: true } match)
            {
                return new ProblemException(new Problem(rule.Kind, what, Bound(rule.Why(match)), rule.Remedy));
            }
        }

        var last = outcome.Errors.LastOrDefault(line => line.StartsWith("Error:", StringComparison.Ordinal))?[6..].Trim()
            ?? $"helm ended with code {outcome.ExitCode} and said nothing.";
        return ProblemException.Refused(what, Bound(last), "Look at the log for the lines before this one, mend the cause, and retry.");
    }

    /// <summary>True when an apply met fields of others, and all of those are Kubernetes' own controllers.</summary>
    public static bool IsConflictWithControllers(HelmOutcome outcome) =>
        FieldConflict.Find(string.Join('\n', outcome.Errors)) is { IsWithControllers: true };

    /// <summary>True when the cluster does not serve a kind: another that serves the same would say the same.</summary>
    public static bool IsMissingKind(HelmOutcome outcome) => outcome.Errors.Any(line => MissingKind().IsMatch(line));

    private static string Group(Match match) => match.Groups["group"].Value is { Length: > 0 } group ? $" of {group}" : "";

    private static string Bound(string text) => text.Length <= MostWhy ? text : text[..MostWhy] + "…";

    private sealed record Rule(Regex Pattern, ProblemKind Kind, Func<Match, string> Why, string Remedy);

    [GeneratedRegex(@"another operation \(install/upgrade/rollback\) is in progress")]
    private static partial Regex InProgress();

    [GeneratedRegex(@"cannot re-?use a name that is still in use")]
    private static partial Regex NameInUse();

    [GeneratedRegex(@"is forbidden: User ""[^""]*"" cannot (?<verb>\w+) resource ""(?<resource>[^""]+)"" in API group ""(?<group>[^""]*)""")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"(?<name>(roles|clusterroles|rolebindings|clusterrolebindings)\.rbac[^ ]* ""[^""]+"") is forbidden: user ""[^""]*"" .*attempting to grant RBAC")]
    private static partial Regex Escalation();

    [GeneratedRegex(@"(?<object>\w+ ""[^""]+"" in namespace ""[^""]*"") exists and cannot be imported|(?<object>\w+ ""[^""]+"") exists and cannot be imported")]
    private static partial Regex Ownership();

    [GeneratedRegex(@"original object (?<kind>\w+) with the name ""(?<name>[^""]+)"" not found")]
    private static partial Regex UnknownOriginal();

    [GeneratedRegex(@"values don't meet the specifications of the schema\(s\)[^\n]*\n?(?<why>[\s\S]{0,800})")]
    private static partial Regex ValuesSchema();

    [GeneratedRegex(@"chart requires kubeVersion: (?<wanted>.+?) which is incompatible with Kubernetes (?<has>\S+)")]
    private static partial Regex KubeVersion();

    [GeneratedRegex(@"CustomResourceDefinition\.apiextensions\.k8s\.io ""(?<crd>[^""]+)"" is invalid: status\.storedVersions\[\d+\]: Invalid value: ""(?<version>[^""]+)"": (?:must appear in spec\.versions|missing from spec\.versions)")]
    private static partial Regex StoredVersion();

    [GeneratedRegex(@"failed to create typed patch object \([^/\s]*/(?<name>[^;\s]+); [^,]*, Kind=(?<kind>\w+)\): (?:errors:\s+)?(?<field>\.\S+): field not declared in schema")]
    private static partial Regex UnknownField();

    [GeneratedRegex(@"Error: .*?(?<why>(failed to create typed patch object|error validating data|.* is invalid:|unable to build kubernetes objects).*)")]
    private static partial Regex BadObject();

    [GeneratedRegex(@"Error: (INSTALLATION FAILED: |UPGRADE FAILED: )?(?<why>(.*execution error at|template: |YAML parse error|.*error calling ).*)")]
    private static partial Regex Render();

    // helm 4 breaks the line: the place, what ran there, and what was wrong.
    [GeneratedRegex(@"Error: (?:[A-Z]+ FAILED: )?(?<where>\S+/templates/\S+:\d+:\d+)\n\s+executing [^\n]* at <(?<at>[^>\n]+)>:?\n\s*(?<why>[^\n]+)")]
    private static partial Regex RenderAt();

    [GeneratedRegex(@"no matches for kind ""(?<kind>[^""]+)""")]
    private static partial Regex MissingKind();

    [GeneratedRegex(@"Error: .*(Unauthorized|You must be logged in|provide credentials)")]
    private static partial Regex Unauthorized();

    [GeneratedRegex(@"Error: (?<why>.*(not found in .* repository|chart "".*"" version "".*"" not found|no chart version found|improper constraint|: not found$|404 Not Found).*)", RegexOptions.Multiline)]
    private static partial Regex ChartMissing();

    [GeneratedRegex(@"not a valid chart repository or cannot be reached: (?<why>.*)|Error: (?<why>failed to (fetch|download|perform).*)")]
    private static partial Regex RepositoryDown();

    [GeneratedRegex(@"(?<why>(failed (pre|post)-\w+: |resource (Pod|Job)/\S+ (not ready\. status: Failed|failed)).*)")]
    private static partial Regex HookFailed();

    [GeneratedRegex(@"Error: .*?(?<why>(cluster unreachable|connection refused|connection reset|i/o timeout|TLS handshake timeout|no such host|unexpected EOF|: EOF|too many requests|currently unable to handle|Internal error occurred|server is shutting down|x509).*)", RegexOptions.IgnoreCase)]
    private static partial Regex Unreachable();

    [GeneratedRegex(@"Error: (?<why>.*(timed out|deadline exceeded|not ready\. status: InProgress).*)")]
    private static partial Regex TimedOut();
}
