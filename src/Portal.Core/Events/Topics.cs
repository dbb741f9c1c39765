namespace Portal.Core.Events;

/// <summary>The topics that the database's triggers notify about.</summary>
public static class Topics
{
    public const string Fleet = "fleet";
    public const string Cluster = "cluster";

    /// <summary>An operation or one of its steps changed; the id is the operation's.</summary>
    public const string Operation = "operation";

    /// <summary>Lines were added to an operation's log; the id is the operation's.</summary>
    public const string Log = "log";

    public const string Release = "release";

    /// <summary>A system, its clusters or its steps changed; the id is the system's.</summary>
    public const string System = "system";

    /// <summary>The ways between the clusters of a system were looked at; the id is the system's.</summary>
    public const string SystemConnections = "system-connections";

    /// <summary>A plan of components was added, or is ready; the id is the plan's.</summary>
    public const string Plan = "plan";

    /// <summary>A cluster was asked for its helm releases, or somebody wants that; the id is the cluster's.</summary>
    public const string Discovery = "discovery";

    /// <summary>An application, its clusters or its objects changed; the id is the application's.</summary>
    public const string Application = "application";

    /// <summary>A sync of an application's source is wanted; the id is the source's.</summary>
    public const string ApplicationSource = "application-source";

    /// <summary>A preview of an application was added, or is ready; the id is the preview's.</summary>
    public const string ApplicationPreview = "application-preview";

    /// <summary>Alerts of the portal's own began, changed or ended. The id means nothing.</summary>
    public const string PortalAlert = "portal-alert";

    /// <summary>A channel of notifications or one of its messages changed; the id is the channel's.</summary>
    public const string NotificationChannel = "notification-channel";

    /// <summary>A request for a cluster changed; the id is the request's.</summary>
    public const string ClusterRequest = "cluster-request";

    /// <summary>An onboarding policy changed; the id is the policy's.</summary>
    public const string OnboardingPolicy = "onboarding-policy";

    /// <summary>A team's namespace changed, or what was asked of it; the id is the namespace's.</summary>
    public const string Namespace = "namespace";

    /// <summary>A namespace policy changed; the id is the policy's.</summary>
    public const string NamespacePolicy = "namespace-policy";

    /// <summary>A team or its members changed; the id is the team's.</summary>
    public const string Team = "team";

    /// <summary>An account's roles changed, in the portal or in a team; the id is the account's.</summary>
    public const string Access = "access";

    /// <summary>A batch of health checks ended, whatever it found: ages shown on pages are new. The id means nothing.</summary>
    public const string Sweep = "sweep";
}
