namespace Portal.Core.Namespaces.Requests;

/// <summary>What becomes of a namespace whose request ends without approval.</summary>
internal static class NamespaceWithdrawal
{
    /// <summary>One that is delivered goes back to what was approved; one that never was, keeps what was asked, to be asked again.</summary>
    public static void Apply(TeamNamespace space, AskState ended)
    {
        if (space.Approved is { } approved)
        {
            space.Describe(approved);
            (space.Ask, space.Reason, space.Leaving) = (AskState.Approved, "", []);
            space.Checks = [];
        }
        else
        {
            space.Ask = ended;
        }
    }
}
