using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;

namespace Portal.Jobs.Clusters;

/// <summary>Brings a member's bindings of people in step with the team that owns the cluster, and notes for which team that was done.</summary>
internal sealed class PeopleBinder(IDbContextFactory<PortalDbContext> contexts)
{
    /// <summary>False when the cluster does not let the portal act as people: nobody would be bound to anything then, and nothing is changed.</summary>
    public async Task<bool> BindAsync(IKubernetes client, Guid clusterId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var team = await db.Clusters.AsNoTracking().Where(cluster => cluster.Id == clusterId).Select(cluster => cluster.Fleet!.Team!.Slug)
            .SingleOrDefaultAsync(cancellationToken);
        if (team is null || !await MayActAsPeopleAsync(client, cancellationToken))
        {
            return false;
        }

        var own = await client.RbacAuthorizationV1.ReadClusterRoleBindingAsync(MemberAccount.Name, cancellationToken: cancellationToken);
        foreach (var binding in PeopleBindings.Objects(clusterId, team, own.Metadata.Uid))
        {
            await client.RbacAuthorizationV1.PatchClusterRoleBindingAsync(
                new V1Patch(KubernetesJson.Serialize(binding), V1Patch.PatchType.ApplyPatch), binding.Metadata.Name,
                fieldManager: MemberAccount.FieldManager, force: true, cancellationToken: cancellationToken);
        }

        await db.Clusters.Where(cluster => cluster.Id == clusterId)
            .ExecuteUpdateAsync(
                row => row.SetProperty(cluster => cluster.PeopleBoundTo, team).SetProperty(cluster => cluster.PeopleNextTryAt, (DateTimeOffset?)null), cancellationToken);
        return true;
    }

    private static async Task<bool> MayActAsPeopleAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        foreach (var resource in new[] { "users", "groups" })
        {
            var review = await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
                new V1SelfSubjectAccessReview
                {
                    Spec = new V1SelfSubjectAccessReviewSpec { ResourceAttributes = new V1ResourceAttributes { Verb = "impersonate", Resource = resource } },
                },
                cancellationToken: cancellationToken);
            if (review.Status?.Allowed != true)
            {
                return false;
            }
        }

        return true;
    }
}
