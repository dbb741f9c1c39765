namespace Portal.Jobs.Components.Systems.Istio;

/// <summary>The roles of the system istio-multicluster, by the names in its file.</summary>
internal static class IstioRoles
{
    public const string Primary = "primary";

    public const string Remote = "remote";
}
