using System.Text.RegularExpressions;
using Portal.Core.Problems;

namespace Portal.Core.Components.Systems.Karmada;

/// <summary>The names that karmadactl gives, in Karmada and in its members: what one of the two makes, the other finds.</summary>
public static partial class KarmadaNames
{
    /// <summary>Where both sides keep what they need of each other.</summary>
    public const string ClusterNamespace = "karmada-cluster";

    /// <summary>Karmada's own namespace on its host, and that of the agent in a member that pulls.</summary>
    public const string SystemNamespace = "karmada-system";

    public const string ApiServer = "karmada-apiserver";

    /// <summary>What Karmada itself acts as when it answers for a person.</summary>
    public const string Impersonator = "karmada-impersonator";

    /// <summary>The API of Cluster, which the aggregated API server serves.</summary>
    public const string ClusterApi = "cluster.karmada.io/v1alpha1";

    public const string WorkApi = "work.karmada.io/v1alpha1";

    public const string ClusterFinalizer = "karmada.io/cluster-controller";

    public const string WorkFinalizer = "karmada.io/execution-controller";

    /// <summary>On everything that Karmada has made in a member.</summary>
    public const string ManagedLabel = "karmada.io/managed";

    /// <summary>Karmada puts a prefix before a cluster's name where a namespace must hold both.</summary>
    public const int MaxLength = 48;

    public static string Account(string cluster) => $"karmada-{cluster}";

    public static string Role(string cluster) => $"karmada-controller-manager:{Account(cluster)}";

    public static string ImpersonatorSecret(string cluster) => $"{cluster}-impersonator";

    /// <summary>The namespace in Karmada that holds what is carried to the cluster.</summary>
    public static string ExecutionSpace(string cluster) => $"karmada-es-{cluster}";

    /// <summary>Throws Invalid for a name that Karmada does not take.</summary>
    public static void Check(string cluster)
    {
        if (cluster.Length > MaxLength || !Label().IsMatch(cluster))
        {
            throw ProblemException.Invalid(
                $"Karmada takes no cluster named {cluster}",
                $"A name has at most {MaxLength} characters, of a-z, 0-9 and \"-\", and begins and ends with a letter or digit.",
                "Join the cluster to the portal under such a name.");
        }
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]
    private static partial Regex Label();
}
