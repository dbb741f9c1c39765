namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>The section "Sources" of the configuration: what is taken from Git and from chart repositories.</summary>
public sealed class SourcesOptions
{
    public const string Section = "Sources";
    public const string AllowHttpKey = "Sources:AllowHttp";

    /// <summary>Whether repositories may be read without TLS.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>The most that one sync downloads, in bytes.</summary>
    public long MaxDownloadBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>The most files that are taken out of a repository.</summary>
    public int MaxFiles { get; set; } = 2000;

    /// <summary>The largest file that is taken out of a repository, in bytes.</summary>
    public long MaxFileBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>How long one sync may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(3);
}
