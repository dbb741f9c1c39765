using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Portal.Web.Tests.Shell;

/// <summary>
/// The English sentences of the sources that reach a reader, found in the syntax: what is given to a problem, a check, a
/// validator or a step's message, and every text of the files that do nothing but word things. A place that is filled at
/// run time is written {}.
/// </summary>
internal static class SpokenSentences
{
    private static readonly HashSet<string> Speakers =
    [
        "Invalid", "NotFound", "Conflict", "Forbidden", "Unavailable", "Refused", "Refuse", "RefuseFile", "Malformed", "Fail",
        "Failed", "Warning", "Passed", "Demand", "WithMessage", "ReportAsync", "Skip", "Leave", "LeaveAll", "Unreachable", "IsPlace", "WrongType", "KeepOwnAsync", "Refusal", "Seen",
    ];

    private static readonly HashSet<string> SpokenTypes =
        ["Finding", "ObservedConnection", "ConnectionView", "Problem", "ClusterCertificateException", "EgressDeniedException", "HeldBackException", "Leftover", "LeftBehind", "ReadinessItem", "ClusterObservation"];

    /// <summary>Files that do nothing but word things.</summary>
    private static readonly HashSet<string> WordingFiles =
    [
        "FaultWords.cs", "EgressPolicy.cs", "EgressGuard.cs", "KubeconfigServer.cs", "KubeconfigCredential.cs", "KubeconfigScreening.cs",
        "KubeconfigProblems.cs", "HelmErrors.cs", "PodTrouble.cs", "WorkloadStatus.cs", "ReadinessItem.cs", "ReadinessReader.cs",
        "ReadinessProbe.cs", "ClusterObserver.cs", "LabelRules.cs", "ReleaseSettling.cs", "EndReason.cs", "ClusterSettling.cs", "StepProblems.cs",
        "ReleaseRules.cs", "PreflightRights.cs", "PreflightServer.cs", "PreflightChecks.cs", "PlacementWords.cs", "ObjectHealthReader.cs", "ProblemStatus.cs", "VersionRange.cs", "InterruptedRelease.cs",
        "MemberFaults.cs", "SourceFaults.cs", "TraceFaults.cs", "ChannelFaults.cs", "PostAnswers.cs", "MergeWords.cs", "EvaluationFaults.cs", "PromqlFaults.cs",
    ];

    /// <summary>Names of objects, and texts that are made of sentences of their own.</summary>
    private static readonly HashSet<string> Unspoken =
        ["Kubernetes {}", "CustomResourceDefinition {}", "(line {})", " and {} more", "It is since {}. {}", "Its {} failed. {}: {} {}"];

    /// <summary>Each template once, with the places where it is said ("src/…/FleetService.cs:82").</summary>
    public static IReadOnlyDictionary<string, string> Find(string sources)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories).Where(IsSource))
        {
            var root = CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot();
            var wording = WordingFiles.Contains(Path.GetFileName(path));
            foreach (var text in root.DescendantNodes().OfType<ExpressionSyntax>().Where(IsWholeText).Where(text => wording || IsSpoken(text)))
            {
                foreach (var template in Templates(text).Where(template => IsSentence(template) && !Unspoken.Contains(template) && !IsQuoted(text)))
                {
                    found.TryAdd(template, $"{Path.GetRelativePath(sources, path)}:{text.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");
                }
            }
        }

        return found;
    }

    // The command line tool speaks for itself, in English; what the portal tells it is in the portal's words.
    private static bool IsSource(string path) =>
        !path.Contains("/Portal.Ctl/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal)
        && !path.EndsWith("OptionsValidator.cs", StringComparison.Ordinal);

    /// <summary>A string that is not a part of a longer one.</summary>
    private static bool IsWholeText(ExpressionSyntax node) =>
        IsText(node) && node.Parent is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression }
        && !node.Ancestors().TakeWhile(outer => outer is not (StatementSyntax or LambdaExpressionSyntax or ArgumentListSyntax)).OfType<InterpolationSyntax>().Any();

    private static bool IsText(ExpressionSyntax node) => node switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression),
        InterpolatedStringExpressionSyntax => true,
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => IsText(sum.Left) || IsText(sum.Right),
        _ => false,
    };

    private static bool IsSpoken(ExpressionSyntax text) => text.Ancestors().OfType<ArgumentSyntax>().Any(IsSpokenArgument)
        || text.Ancestors().OfType<AssignmentExpressionSyntax>().Any(assigned => assigned.Left.ToString().EndsWith("Reason", StringComparison.Ordinal))
        || text.Ancestors().OfType<VariableDeclaratorSyntax>().Any(variable => variable.Identifier.Text is "what" or "why" or "remedy" or "reason" or "words" or "waiting" or "figures" or "Remedy" or "wanted");

    private static bool IsSpokenArgument(ArgumentSyntax argument) => argument.Parent?.Parent switch
    {
        InvocationExpressionSyntax call => Speakers.Contains(NameOf(call)) || NameOf(call) == "Describe" && call.ToString().StartsWith("HelmErrors", StringComparison.Ordinal),
        ObjectCreationExpressionSyntax made => SpokenTypes.Contains(made.Type.ToString()),
        ImplicitObjectCreationExpressionSyntax made => made.ArgumentList.Arguments.Any(other => other.ToString().StartsWith("ProblemKind.", StringComparison.Ordinal)),
        _ => false,
    };

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };

    /// <summary>Patterns, log lines, commands and lists of names are no sentences.</summary>
    private static bool IsQuoted(ExpressionSyntax text) =>
        text.Ancestors().OfType<AttributeSyntax>().Any()
        || text.Ancestors().OfType<InvocationExpressionSyntax>().Select(NameOf).Any(name =>
            name is "Info" or "Warn" or "Log" or "Matches" or "StartsWith" or "Contains" or "Replace" or "Split" or "Parse" or "FromSql" or "ExecuteSqlAsync" or "Append" or "Join" or "IndexOf"
            && text.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax near } && NameOf(near) == name);

    private static bool IsSentence(string template)
    {
        var words = template.Replace("{}", "", StringComparison.Ordinal);
        return words.Count(char.IsLetter) >= 4 && template.Contains(' ', StringComparison.Ordinal) && !template.StartsWith("kubectl ", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Templates(ExpressionSyntax node) => node switch
    {
        LiteralExpressionSyntax literal => [literal.Token.ValueText],
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) =>
            from left in Templates(sum.Left) from right in Templates(sum.Right) select left + right,
        InterpolatedStringExpressionSyntax text => text.Contents.Aggregate<InterpolatedStringContentSyntax, IEnumerable<string>>(
            [""], (so, part) => from head in so from tail in Templates(part) select head + tail),
        ParenthesizedExpressionSyntax inner => Templates(inner.Expression),
        ConditionalExpressionSyntax choice => Templates(choice.WhenTrue).Concat(Templates(choice.WhenFalse)),
        _ => ["{}"],
    };

    private static IEnumerable<string> Templates(InterpolatedStringContentSyntax part) => part switch
    {
        InterpolatedStringTextSyntax text => [text.TextToken.ValueText],
        InterpolationSyntax { Expression: ParenthesizedExpressionSyntax { Expression: ConditionalExpressionSyntax choice } } => Templates(choice),
        _ => ["{}"],
    };
}
