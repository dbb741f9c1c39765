using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Profiles;

/// <summary>Plans how a cluster that has left a fleet is cleaned of what the fleet's profile has brought.</summary>
internal sealed class ProfileLeaving(ProfileStore profiles, ProfileSystems systems, IComponentPlans plans)
{
    /// <summary>What the profile brought goes, where that was chosen; the rest of the cluster stays as it is.</summary>
    public async Task LeaveAsync(PortalDbContext db, ProfileMember member, CancellationToken cancellationToken)
    {
        var here = await db.ComponentReleases.Where(release => release.ClusterId == member.ClusterId && member.Brought.Contains(release.Component))
            .Select(release => release.Component).ToListAsync(cancellationToken);
        var content = await ContentAsync(member, cancellationToken);
        if (member.CleanUp && await ProfileHolds.IsBusyAsync(db, member.FleetId, content, cancellationToken))
        {
            return;
        }

        var spanning = member.CleanUp ? await systems.LeaveAsync(db, member.FleetId, content, member.ClusterId, cancellationToken) : [];
        if (!member.CleanUp || here.Count + spanning.Count == 0)
        {
            db.ProfileMembers.Remove(member);
            return;
        }

        member.PlanId = await PlanLeaveAsync([.. here.Select(component => new PlanItem(component, [member.ClusterId], WishKind.Uninstall))], spanning, cancellationToken);
        member.Stage = ProfileStage.Cleaning;
        if (member.PlanId is null)
        {
            db.ProfileMembers.Remove(member);
        }
    }

    /// <summary>A system that cannot do without the cluster keeps it: its other clusters must not suffer. The rest goes all the same.</summary>
    private async Task<Guid?> PlanLeaveAsync(IReadOnlyList<PlanItem> items, IReadOnlyList<PlanSystem> systems, CancellationToken cancellationToken)
    {
        try
        {
            return (await plans.CreateAsync(new PlanRequest(items, Systems: systems.Count == 0 ? null : systems), Actor.Portal, cancellationToken)).Id;
        }
        catch (ProblemException refused) when (systems.Count > 0 && refused.Problem.Kind == ProblemKind.Invalid)
        {
            return items.Count == 0 ? null : (await plans.CreateAsync(new PlanRequest(items), Actor.Portal, cancellationToken)).Id;
        }
    }

    /// <summary>One that was deleted since has nothing to say any more.</summary>
    public async Task<ProfileContent> ContentAsync(ProfileMember member, CancellationToken cancellationToken)
    {
        try
        {
            return (await profiles.GetAsync(member.Profile, cancellationToken)).Content;
        }
        catch (ProblemException gone) when (gone.Problem.Kind == ProblemKind.NotFound)
        {
            return new ProfileContent(member.Profile, "", "", []);
        }
    }
}
