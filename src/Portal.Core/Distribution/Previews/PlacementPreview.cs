namespace Portal.Core.Distribution.Previews;

/// <summary>Where an application would run: cluster by cluster, with the reason of each that is in and of each that is out.</summary>
/// <param name="Workloads">What has replicas, by its key in the source, and how many it asks for.</param>
/// <param name="Refusals">Why there is no placement; empty when there is one.</param>
/// <param name="ClusterScoped">Objects that belong to no namespace: they concern the whole cluster.</param>
/// <param name="Deletions">How many objects a delivery would remove, over all clusters.</param>
/// <param name="Managed">How many objects the application has now.</param>
/// <param name="NeedsConfirmation">Why a delivery of it has to be confirmed, or null.</param>
/// <param name="Expected">Where Karmada would carry it, as far as the portal knows its members; null where the portal delivers directly.</param>
/// <param name="ControlPlaneId">Where Karmada delivers, the cluster by which it is reached: the only one that is written to.</param>
public sealed record PlacementPreview(
    IReadOnlyDictionary<string, int> Workloads,
    IReadOnlyList<PreviewCluster> Clusters,
    IReadOnlyList<string> Refusals,
    IReadOnlyList<string> ClusterScoped,
    int Deletions,
    int Managed,
    string? NeedsConfirmation,
    IReadOnlyList<PreviewCluster>? Expected = null,
    Guid? ControlPlaneId = null);

/// <summary>One cluster of the fleet in a preview.</summary>
/// <param name="In">Whether the application would be there.</param>
/// <param name="Replicas">Replicas by workload; empty when it is out.</param>
/// <param name="Before">Replicas by workload as last delivered; null when it is not there.</param>
/// <param name="Reason">Why it is in or out, in words.</param>
/// <param name="Objects">What a delivery would do to objects; null until the cluster was asked, or when nothing would be done there.</param>
/// <param name="Problem">Why the cluster could not be asked, or would refuse; else empty.</param>
public sealed record PreviewCluster(
    Guid ClusterId,
    string ClusterName,
    string Provider,
    string Region,
    bool In,
    IReadOnlyDictionary<string, int> Replicas,
    IReadOnlyDictionary<string, int>? Before,
    string Reason,
    ObjectCounts? Objects = null,
    string Problem = "");

public sealed record ObjectCounts(int Created, int Changed, int Removed, int Unchanged, int Refused);

/// <summary>What is supposed for a preview, and is not so.</summary>
/// <param name="FailedRegions">Clusters of these regions are gone.</param>
/// <param name="FailedClusters">These clusters are gone, by name.</param>
/// <param name="FullClusters">Nothing more fits into these clusters, by name.</param>
/// <param name="Weights">Static weights by cluster, in place of those of the placement.</param>
public sealed record WhatIf(
    IReadOnlyList<string>? FailedRegions = null,
    IReadOnlyList<string>? FailedClusters = null,
    IReadOnlyList<string>? FullClusters = null,
    IReadOnlyDictionary<string, long>? Weights = null);
