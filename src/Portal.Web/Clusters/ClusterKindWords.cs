using Microsoft.Extensions.Localization;
using Portal.Core.Clusters;

namespace Portal.Web.Clusters;

/// <summary>Who runs a cluster, in words.</summary>
public static class ClusterKindWords
{
    public static string Say(this IStringLocalizer<ClustersText> localizer, ClusterKind kind) => localizer[$"Kind.{kind}"];
}
