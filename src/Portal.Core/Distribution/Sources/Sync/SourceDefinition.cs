namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>What a source is.</summary>
public enum SourceKind
{
    /// <summary>A folder of a Git repository: manifests, a Kustomize folder or a chart.</summary>
    Git,

    /// <summary>A chart of a repository.</summary>
    Chart,
}

/// <summary>What a Git reference names.</summary>
public enum GitReferenceKind
{
    Branch,
    Tag,
    Commit,
}

/// <summary>Where the manifests are, and how often it is looked. Nothing in it is secret.</summary>
/// <param name="Url">Of the Git repository or the chart repository, over HTTP.</param>
/// <param name="Reference">A branch, a tag or a full commit; empty for a chart.</param>
/// <param name="Path">Of the folder within the repository, without slashes at its ends; empty for the whole.</param>
/// <param name="Recursive">Whether manifests in folders below are taken, where it is a folder of manifests.</param>
/// <param name="Chart">The chart's name; empty for Git.</param>
/// <param name="Version">The chart's version; empty for Git.</param>
/// <param name="ReleaseName">Of a chart; empty for the application's name.</param>
/// <param name="Namespace">Of a chart; empty for "default".</param>
/// <param name="User">With the token; empty for a token alone.</param>
/// <param name="PollMinutes">Null when it is never looked by itself.</param>
/// <param name="DeliverAutomatically">Whether a new revision is delivered at once; else a person delivers it.</param>
public sealed record SourceDefinition(
    SourceKind Kind,
    string Url,
    GitReferenceKind ReferenceKind = GitReferenceKind.Branch,
    string Reference = "",
    string Path = "",
    bool Recursive = false,
    string Chart = "",
    string Version = "",
    string ReleaseName = "",
    string Namespace = "",
    string User = "",
    int? PollMinutes = null,
    bool DeliverAutomatically = false);

/// <summary>What of a source is kept encrypted.</summary>
public sealed record SourceSecretTexts(string Token = "", string Webhook = "", string Values = "")
{
    public override string ToString() => nameof(SourceSecretTexts);
}
