using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Portal.Core.Clusters;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Clusters;

/// <summary>
/// Deletes the binding, to which namespace and role belong, and watches the account lose its rights (403) and then its
/// life (401). Only what carries this cluster's label is deleted.
/// </summary>
internal sealed class MemberAccountRemoval(IKubernetes client, StepContext context, TimeProvider clock)
{
    private const string Name = MemberAccount.Name;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task RunAsync(ReceiptBuilder receipt, CancellationToken cancellationToken)
    {
        var before = context.Checkpoint<RemovalBegun>();
        var found = await LookAsync(cancellationToken);
        if (found.Denied && before is null)
        {
            receipt.LeaveAll("the portal's account has lost its rights in the cluster.");
            return;
        }

        foreach (var (item, metadata) in found.Objects)
        {
            if (metadata is not null && !MemberAccount.IsOwn(metadata, context.ClusterId))
            {
                receipt.Leave(item, "It belongs to another portal, or to another join.", clear: false);
            }
        }

        var own = before?.Kinds ?? [.. found.Objects
            .Where(entry => MemberAccount.IsOwn(entry.Metadata, context.ClusterId)).Select(entry => entry.Item.Kind)];
        if (own.Contains("Namespace"))
        {
            own = [.. own, "ServiceAccount"];
        }

        if (own.Count > 0 && !found.Denied)
        {
            // Written first: a worker that takes over and is refused knows that this was the reason.
            await context.SaveCheckpointAsync(new RemovalBegun([.. own.Where(kind => kind != "ServiceAccount")]), cancellationToken);
            await DeleteAsync(found, cancellationToken);
        }

        var after = own.Count > 0 ? await AwaitEndAsync(cancellationToken) : found;
        Settle(receipt, own, after);
    }

    private void Settle(ReceiptBuilder receipt, IReadOnlyList<string> own, Findings after)
    {
        foreach (var item in ReceiptBuilder.Account.Where(item => own.Contains(item.Kind)))
        {
            var gone = item.Kind == "ClusterRoleBinding" && after.Denied
                || after.Ended
                || (!after.Denied && after.Objects.Any(entry => entry.Item.Kind == Owner(item.Kind) && entry.Metadata is null));
            if (gone)
            {
                receipt.Remove(item);
                context.Info($"Removed: {item.Kind} {item.Name}");
            }
            else
            {
                receipt.Leave(item, "It is marked for removal, and the cluster has not ended that yet.");
            }
        }
    }

    private static string Owner(string kind) => kind == "ServiceAccount" ? "Namespace" : kind;

    private async Task DeleteAsync(Findings found, CancellationToken cancellationToken)
    {
        // Those that do not belong to the binding (an interrupted join) go by themselves, while there is a right to it.
        var binding = found.Find("ClusterRoleBinding");
        var hasBinding = MemberAccount.IsOwn(binding, context.ClusterId);
        if (found.Find("Namespace") is { } space && MemberAccount.IsOwn(space, context.ClusterId) && !(hasBinding && BelongsTo(space, binding!)))
        {
            await TryAsync(() => client.CoreV1.DeleteNamespaceAsync(Name, Exactly(space), cancellationToken: cancellationToken));
        }

        var role = found.Find("ClusterRole");
        var roleAlone = MemberAccount.IsOwn(role, context.ClusterId) && !(hasBinding && BelongsTo(role!, binding!));
        if (hasBinding)
        {
            if (roleAlone)
            {
                // The role carries the right to delete the binding, so it is given to the binding instead of deleted.
                await TryAsync(() => client.RbacAuthorizationV1.PatchClusterRoleAsync(
                    new V1Patch(KubernetesJson.Serialize(MemberAccount.Role(context.ClusterId, binding!.Uid)), V1Patch.PatchType.ApplyPatch),
                    Name, fieldManager: MemberAccount.FieldManager, force: true, cancellationToken: cancellationToken));
            }

            await TryAsync(() => client.RbacAuthorizationV1.DeleteClusterRoleBindingAsync(Name, Exactly(binding!), cancellationToken: cancellationToken));
        }
        else if (roleAlone)
        {
            await TryAsync(() => client.RbacAuthorizationV1.DeleteClusterRoleAsync(Name, Exactly(role!), cancellationToken: cancellationToken));
        }
    }

    private async Task<Findings> AwaitEndAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            var now = await LookAsync(cancellationToken);
            var gone = now.Ended || (!now.Denied && now.Objects.All(entry => entry.Metadata is null));
            if (gone || clock.GetElapsedTime(start) > Patience)
            {
                return now;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private async Task<Findings> LookAsync(CancellationToken cancellationToken)
    {
        List<(MemberObject Item, V1ObjectMeta? Metadata)> objects = [];
        foreach (var item in ReceiptBuilder.Account.Where(item => item.Kind != "ServiceAccount"))
        {
            try
            {
                objects.Add((item, await ReadAsync(item.Kind, cancellationToken)));
            }
            catch (Exception exception) when (KubernetesFaults.StatusOf(exception) is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                return new Findings([], Denied: true, Ended: KubernetesFaults.IsStatus(exception, HttpStatusCode.Unauthorized));
            }
        }

        return new Findings(objects, Denied: false, Ended: false);
    }

    private async Task<V1ObjectMeta?> ReadAsync(string kind, CancellationToken cancellationToken)
    {
        try
        {
            return kind switch
            {
                "Namespace" => (await client.CoreV1.ReadNamespaceAsync(Name, cancellationToken: cancellationToken)).Metadata,
                "ClusterRole" => (await client.RbacAuthorizationV1.ReadClusterRoleAsync(Name, cancellationToken: cancellationToken)).Metadata,
                _ => (await client.RbacAuthorizationV1.ReadClusterRoleBindingAsync(Name, cancellationToken: cancellationToken)).Metadata,
            };
        }
        catch (HttpOperationException exception) when (exception.Response?.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    // Gone already, not allowed (any more), or the answer was lost: the look afterwards says which.
    private static async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (HttpOperationException exception) when (exception.Response?.StatusCode
            is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
        }
        catch (ProblemException exception) when (exception.Problem.Kind == ProblemKind.Unavailable)
        {
        }
    }

    private static bool BelongsTo(V1ObjectMeta item, V1ObjectMeta binding) =>
        item.OwnerReferences?.Any(owner => owner.Uid == binding.Uid) == true;

    private static V1DeleteOptions Exactly(V1ObjectMeta metadata) => new()
    {
        Preconditions = new V1Preconditions { Uid = metadata.Uid },
        PropagationPolicy = "Background",
    };

    /// <param name="Denied">The account has no rights: 403, or 401.</param>
    /// <param name="Ended">The account is no more: 401.</param>
    private sealed record Findings(IReadOnlyList<(MemberObject Item, V1ObjectMeta? Metadata)> Objects, bool Denied, bool Ended)
    {
        public V1ObjectMeta? Find(string kind) => Objects.FirstOrDefault(entry => entry.Item.Kind == kind).Metadata;
    }

    private sealed record RemovalBegun(IReadOnlyList<string> Kinds);
}
