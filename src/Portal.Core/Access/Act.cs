namespace Portal.Core.Access;

/// <summary>
/// What somebody does now, and by which right. <see cref="AccessPolicy.Demand"/> begins it, so that nothing is done by a right
/// without it; it ends with the service's method. What the database is told in it is recorded under it.
/// </summary>
public sealed record Act(Actor Actor, Permission Permission)
{
    private static readonly AsyncLocal<Act?> Now = new();

    /// <summary>Null where nobody acts: in the portal's own schedules.</summary>
    public static Act? Current => Now.Value;

    /// <summary>Looking at something is no act.</summary>
    internal static void Begin(Actor actor, Permission permission)
    {
        if (!permission.IsReading())
        {
            Now.Value = new Act(actor, permission);
        }
    }
}
