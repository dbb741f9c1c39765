using Portal.Core.Access;

namespace Portal.Core.Clusters;

/// <summary>Joining: by kubeconfig, or by a command that leaves the credential in its owner's hands.</summary>
public interface IClusterJoin
{
    /// <summary>Screens a kubeconfig (at most 1 MiB) and lists its contexts. Throws Invalid problems that name the field.</summary>
    Task<IReadOnlyList<KubeconfigContext>> ReadContextsAsync(string kubeconfig, Actor actor, CancellationToken cancellationToken);

    /// <summary>Runs every pre-flight check, each with its own deadline; never throws for a failed check.</summary>
    Task<PreflightReport> CheckAsync(JoinRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Creates the cluster row and its join operation. Returns both ids. The credential stays in memory.</summary>
    Task<JoinStarted> JoinAsync(JoinRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Gives a failed or waiting join its credential again, after the process that held it was restarted, and retries it.</summary>
    Task ResumeAsync(Guid operationId, string kubeconfig, string context, Actor actor, CancellationToken cancellationToken);

    /// <summary>Creates the cluster row and a one-time command, valid for an hour. The command is shown once.</summary>
    Task<JoinCommand> CreateCommandAsync(ClusterDescription description, Uri portal, Actor actor, CancellationToken cancellationToken);

    /// <summary>The shell script for a live join token. Throws NotFound for any other.</summary>
    Task<string> ReadScriptAsync(string token, Uri portal, CancellationToken cancellationToken);

    /// <summary>What the script sends back: uses the token up and starts the join operation. Returns what to tell the person at the shell.</summary>
    Task<JoinStarted> CompleteAsync(string token, JoinCompletion completion, CancellationToken cancellationToken);

    /// <summary>The rules that the portal's ServiceAccount will get, to be shown before joining: YAML.</summary>
    string DescribeRights();
}
