using System.Text.Json.Serialization;

namespace Portal.Core.Distribution.Failover;

/// <summary>What happens when a cluster that has the application does not answer any more.</summary>
/// <param name="AfterSeconds">For how long that is tolerated.</param>
/// <param name="Returns">What happens when the cluster is there again.</param>
public sealed record FailoverPolicy(int AfterSeconds = FailoverPolicy.DefaultSeconds, FailoverReturn Returns = FailoverReturn.Never)
{
    public const int DefaultSeconds = 300;
    public const int LeastSeconds = 30;
    public const int MostSeconds = 86_400;
}

/// <summary>Whether replicas go back to a cluster from which the application was moved away.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailoverReturn>))]
public enum FailoverReturn
{
    /// <summary>What is left there is removed; later deliveries may choose the cluster again.</summary>
    Never,

    /// <summary>First up there, then gone elsewhere.</summary>
    Automatically,
}
