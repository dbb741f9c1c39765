namespace Portal.Jobs.Components.Systems.Submariner;

/// <summary>The roles of the system submariner, by the names in its file.</summary>
internal static class SubmarinerRoles
{
    public const string Broker = "broker";

    public const string Member = "member";
}
