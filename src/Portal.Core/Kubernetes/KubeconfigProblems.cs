using System.Text.RegularExpressions;
using Portal.Core.Problems;

namespace Portal.Core.Kubernetes;

/// <summary>The refusals of a kubeconfig. They name the field by its path, and never print a value of the file.</summary>
internal static partial class KubeconfigProblems
{
    public const string Field = "kubeconfig";
    public const string Flatten = "Export it with: kubectl config view --raw --flatten --minify.";
    public const string UseToken = "Use a ServiceAccount token: kubectl create token NAME --namespace NAMESPACE --duration 1h, and put it under user.token.";

    public static ProblemException Refuse(string path, string why, string remedy) =>
        ProblemException.Invalid($"{path} of the kubeconfig is not accepted", why, remedy, Field);

    public static ProblemException RefuseFile(string why, string remedy) =>
        ProblemException.Invalid("The kubeconfig is not accepted", why, remedy, Field);

    /// <summary>A key as it may be printed: field names are letters and hyphens; anything else may be a misplaced secret.</summary>
    public static string Key(string key, int line) => FieldName().IsMatch(key) ? key : $"(line {line})";

    [GeneratedRegex("^[a-z][A-Za-z-]{0,31}$")]
    private static partial Regex FieldName();
}
