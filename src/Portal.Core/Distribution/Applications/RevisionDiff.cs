using DiffPlex.Renderer;
using Portal.Core.Distribution.Sources;
using Portal.Core.Secrets;

namespace Portal.Core.Distribution.Applications;

/// <summary>What one revision of an application changed of another. Values of Secrets are blanked out. Pure.</summary>
internal static class RevisionDiff
{
    public static string Unified(string before, ApplicationPolicy? policyBefore, string after, ApplicationPolicy policyAfter)
    {
        var redactor = new Redactor();
        foreach (var secret in SourceSecrets.Of(ManifestSource.Read(before)).Concat(SourceSecrets.Of(ManifestSource.Read(after))))
        {
            redactor.Hide(secret);
        }

        var manifests = Diff("manifests.yaml", redactor.Redact(before), redactor.Redact(after));
        var policies = Diff("placement.yaml", policyBefore is null ? "" : PolicyYaml.Write(policyBefore), PolicyYaml.Write(policyAfter));
        return string.Join('\n', new[] { manifests, policies }.Where(text => text.Length > 0));
    }

    private static string Diff(string name, string before, string after) =>
        before == after ? "" : UnidiffRenderer.GenerateUnidiff(before, after, name, name, ignoreWhitespace: false);
}
