using Portal.Core.Access.Kubeconfigs;

namespace Portal.Web.Clusters.Proxy;

/// <summary>By what a request was let in.</summary>
/// <param name="Seen">How many changes of access had been heard of before it was read.</param>
internal sealed record ProxyEntry(KubeconfigGrant Grant, long Seen);
