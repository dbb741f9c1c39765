using System.Text;
using Portal.Core.Clusters;

namespace Portal.Core.Kubernetes;

/// <summary>The ClusterRole as a person reads it before joining, each rule with its reason; kubectl can apply it as it is.</summary>
public static class PortalRightsYaml
{
    public static string Render()
    {
        var yaml = new StringBuilder($"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: {PortalRights.AccountName}
            rules:

            """);
        foreach (var tier in PortalRights.All.GroupBy(right => right.Tier))
        {
            yaml.AppendLine(tier.Key == RightTier.Base
                ? "  # Base rights: health, inventory, events, and the portal's own account."
                : "  # Rights for components: what installing the catalogue's charts needs. Charts define roles, webhooks and kinds of their own.");
            foreach (var right in tier)
            {
                Append(yaml, right);
            }
        }

        yaml.AppendLine().AppendLine("# ClusterRoleBindings that the portal makes then, and keeps in step with the team that owns the cluster: what people may do there by kubectl.");
        foreach (var line in PeopleBindings.Describe("<team>"))
        {
            yaml.Append("# ").AppendLine(line);
        }

        return yaml.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder yaml, PortalRight right)
    {
        yaml.AppendLine().Append("  # ").AppendLine(right.Reason);
        var first = true;
        AppendList("nonResourceURLs", right.Rule.NonResourceURLs);
        AppendList("apiGroups", right.Rule.ApiGroups);
        AppendList("resources", right.Rule.Resources);
        AppendList("resourceNames", right.Rule.ResourceNames);
        AppendList("verbs", right.Rule.Verbs);

        void AppendList(string key, IList<string>? values)
        {
            if (values is not { Count: > 0 })
            {
                return;
            }

            yaml.Append(first ? "  - " : "    ").Append(key).Append(": [")
                .AppendJoin(", ", values.Select(value => $"\"{value}\"")).AppendLine("]");
            first = false;
        }
    }
}
