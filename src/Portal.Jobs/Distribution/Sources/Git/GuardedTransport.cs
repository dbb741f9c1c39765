using LibGit2Sharp;

namespace Portal.Jobs.Distribution.Sources.Git;

/// <summary>libgit2's way over HTTP: the portal's guarded client in place of its own. Reads, and never pushes.</summary>
internal sealed class GuardedTransport : RpcSmartSubtransport
{
    private static readonly Lazy<bool> Registered = new(() =>
    {
        GlobalSettings.RegisterSmartSubtransport<GuardedTransport>("http");
        GlobalSettings.RegisterSmartSubtransport<GuardedTransport>("https");
        foreach (var level in new[] { ConfigurationLevel.ProgramData, ConfigurationLevel.System, ConfigurationLevel.Xdg, ConfigurationLevel.Global })
        {
            // What git's configuration on this machine says (other addresses, credentials) does not count.
            GlobalSettings.SetConfigSearchPaths(level, Path.Combine(Path.GetTempPath(), "kurator-portal-none"));
        }

        return true;
    });

    /// <summary>Once for the process, before its first call.</summary>
    public static bool Register() => Registered.Value;

    protected override SmartSubtransportStream Action(string url, GitSmartSubtransportAction action) =>
        action is GitSmartSubtransportAction.UploadPackList or GitSmartSubtransportAction.UploadPack
            ? new GuardedStream(this, GitTransfer.Current, action)
            : throw new NotSupportedException();
}
