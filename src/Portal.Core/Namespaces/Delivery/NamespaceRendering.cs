using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Namespaces.Rules;

namespace Portal.Core.Namespaces.Delivery;

/// <summary>A namespace as an application's content: with the slugs that its teams have now, and those of its accounts that are members now.</summary>
internal static class NamespaceRendering
{
    public static async Task<RenderedNamespace> RenderAsync(
        PortalDbContext db, Guid teamId, string name, NamespaceContent content, CancellationToken cancellationToken)
    {
        var ids = content.Readers.Append(teamId).ToList();
        var slugs = await db.Teams.AsNoTracking().Where(team => ids.Contains(team.Id)).ToDictionaryAsync(team => team.Id, team => team.Slug, cancellationToken);
        var accounts = content.Spec.Members.Accounts;
        var names = accounts.Select(account => account.Name).ToList();
        var members = names.Count == 0 ? []
            : await db.TeamMembers.AsNoTracking().Where(member => member.TeamId == teamId && names.Contains(member.User!.UserName!))
                .Select(member => member.User!.UserName!).ToListAsync(cancellationToken);
        var yaml = NamespaceManifest.Yaml(name, slugs[teamId], content.Spec, [.. content.Readers.Where(slugs.ContainsKey).Select(reader => slugs[reader])],
            [.. accounts.Where(account => members.Contains(account.Name))]);

        // What somebody changes on a cluster is brought back: a namespace is what was approved.
        var made = new ApplicationContent(yaml, NamespaceSelection.Policy(content.Spec.Placement)) { SelfHeal = true };
        return new RenderedNamespace(made, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml + JsonSerializer.Serialize(made.Policy, StoredJson.Options)))));
    }
}

/// <param name="Hash">Over manifests and placement, lower-case hex.</param>
internal sealed record RenderedNamespace(ApplicationContent Content, string Hash);
