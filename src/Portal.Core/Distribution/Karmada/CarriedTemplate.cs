using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Karmada;

/// <summary>A template on the control plane, and what Karmada made of it.</summary>
/// <param name="Namespace">Empty for what belongs to none.</param>
/// <param name="Live">Null when it is not there.</param>
/// <param name="Binding">Its ResourceBinding or ClusterResourceBinding, or null.</param>
/// <param name="Works">What Karmada sends of it: one for each member.</param>
public sealed record CarriedTemplate(SourceObject Source, string Namespace, JsonObject? Live, JsonObject? Binding, IReadOnlyList<JsonObject> Works)
{
    public ManifestObject Item => Source.Item;

    /// <summary>The template's content may hold secrets.</summary>
    public override string ToString() => Item.Label;
}

/// <summary>A member as Karmada's own Cluster says.</summary>
/// <param name="Problem">Why Karmada does not reach it; empty when it does.</param>
public sealed record MemberReach(string Name, string Problem);

/// <summary>What is said of one object: on a member, or, with an empty name, before any member has it.</summary>
/// <param name="Remedy">Empty when nothing is known.</param>
/// <param name="Hopeless">True when waiting cannot help.</param>
/// <param name="Leaving">True for what Karmada is still to take away from there.</param>
public sealed record CarriedFinding(
    string Member, MemberObject Subject, string Remedy = "", bool Hopeless = false, bool Leaving = false, int? Replicas = null)
{
    public bool IsReady => Subject.Health == ObjectHealth.Ready || Leaving;
}
