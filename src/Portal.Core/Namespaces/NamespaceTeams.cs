using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces;

/// <summary>Reads what a draft says of people and teams. The caller has authorised.</summary>
internal static class NamespaceTeams
{
    /// <summary>The draft as it is stored; Invalid for an account that is no member, and for a team that does not exist or is the namespace's own.</summary>
    public static async Task<NamespaceContent> ReadAsync(PortalDbContext db, NamespaceDraft draft, string what, CancellationToken cancellationToken)
    {
        var members = draft.Spec.Members;
        var names = members.Accounts.Select(account => account.Name).ToList();
        var known = names.Count == 0 ? []
            : await db.TeamMembers.AsNoTracking().Where(member => member.TeamId == draft.TeamId && names.Contains(member.User!.UserName!))
                .Select(member => member.User!.UserName!).ToListAsync(cancellationToken);
        if (names.Except(known).FirstOrDefault() is { } stranger)
        {
            throw ProblemException.Invalid(what, $"The account {stranger} is not a member of the team.", "Add it to the team first, or leave it out.", "spec.members.accounts");
        }

        var slugs = members.ReadOnlyTeams;
        var readers = slugs.Count == 0 ? []
            : await db.Teams.AsNoTracking().Where(team => slugs.Contains(team.Slug) && team.Id != draft.TeamId).Select(team => new { team.Id, team.Slug }).ToListAsync(cancellationToken);
        if (slugs.Except(readers.Select(team => team.Slug)).FirstOrDefault() is { } unknown)
        {
            throw ProblemException.Invalid(what, $"There is no other team with the slug {unknown}.", "Name teams by their slugs; the team itself is bound by the roles.", "spec.members.readOnlyTeams");
        }

        var spec = draft.Spec with { Members = members with { ReadOnlyTeams = [] }, Purpose = draft.Spec.Purpose.Trim() };
        return new NamespaceContent(spec, [.. readers.Select(team => team.Id).Order()]);
    }
}
