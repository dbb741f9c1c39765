using System.Collections.Frozen;

namespace Portal.Core.Components.Catalog;

/// <summary>The names of the steps that a system's file may ask for. A file that names another does not load.</summary>
public static class SystemSteps
{
    /// <summary>One root authority for the mesh, and an intermediate of it for each cluster: Secret cacerts.</summary>
    public const string IstioCertificates = "istio-certificates";

    /// <summary>The network's label on istio-system, and on remotes the annotation that names who leads them.</summary>
    public const string IstioNetwork = "istio-network";

    /// <summary>Awaits the address of the primary's east-west gateway: ${istio-gateway-address.address}.</summary>
    public const string IstioGatewayAddress = "istio-gateway-address";

    /// <summary>Opens the primary's istiod to the remotes through the east-west gateway.</summary>
    public const string IstioExposeIstiod = "istio-expose-istiod";

    /// <summary>Opens a cluster's services to the other networks through its east-west gateway.</summary>
    public const string IstioExposeServices = "istio-expose-services";

    /// <summary>What lets the primary read a remote's endpoints, with no more rights than that.</summary>
    public const string IstioRemoteSecret = "istio-remote-secret";

    /// <summary>Reads Karmada's kubeconfig from its host.</summary>
    public const string KarmadaAccess = "karmada-access";

    /// <summary>Joins a member to Karmada, or unjoins it.</summary>
    public const string KarmadaJoin = "karmada-join";

    /// <summary>Awaits an address of cloudcore that edge nodes reach: ${kubeedge-address.address}.</summary>
    public const string KubeEdgeAddress = "kubeedge-address";

    /// <summary>Awaits the addresses of the members' Prometheus and follows them.</summary>
    public const string PrometheusFederation = "prometheus-federation";

    /// <summary>The object store's configuration as a Secret where the pods that use it look for it.</summary>
    public const string ThanosObjectStore = "thanos-object-store";

    /// <summary>Awaits the addresses of the members' sidecars and follows them.</summary>
    public const string ThanosSidecars = "thanos-sidecars";

    /// <summary>Reads what members need to reach the broker: server, token, ca, psk.</summary>
    public const string SubmarinerBrokerAccess = "submariner-broker-access";

    /// <summary>Chooses and labels the gateway nodes of a member.</summary>
    public const string SubmarinerGatewayNodes = "submariner-gateway-nodes";

    /// <summary>Registers Karmada's API with Argo CD as a cluster to deploy to.</summary>
    public const string ArgoCdKarmada = "argocd-karmada";

    public static FrozenSet<string> Known { get; } = FrozenSet.Create(
        IstioCertificates, IstioNetwork, IstioGatewayAddress, IstioExposeIstiod, IstioExposeServices, IstioRemoteSecret,
        KarmadaAccess, KarmadaJoin, KubeEdgeAddress, PrometheusFederation, ThanosObjectStore, ThanosSidecars,
        SubmarinerBrokerAccess, SubmarinerGatewayNodes, ArgoCdKarmada);
}
