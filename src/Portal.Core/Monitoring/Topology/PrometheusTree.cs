using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Topology;

/// <summary>What the portal knows a server as.</summary>
public enum TreeServerKind
{
    /// <summary>The metrics endpoint of a cluster.</summary>
    Cluster,

    /// <summary>The global engine of a fleet. It may be a cluster's endpoint as well.</summary>
    Engine,

    /// <summary>A part of a system that the portal installed, and that nobody gave as an endpoint.</summary>
    System,

    /// <summary>Others name it, and the portal knows nobody at its address.</summary>
    Unknown,
}

/// <summary>What became of a server when it was asked for its targets.</summary>
public enum TreeServerState
{
    Answered,

    /// <summary>Nothing is known of its targets.</summary>
    Missing,

    /// <summary>It has no targets that could be asked for, or the portal has no way to it.</summary>
    NotAsked,
}

/// <summary>How the one above knows of the one below.</summary>
public enum TreeLinkKind
{
    /// <summary>It scrapes its /federate.</summary>
    Federates,

    /// <summary>The one below writes to it (remote write).</summary>
    Writes,

    /// <summary>It has samples of that cluster, by a way that is not seen.</summary>
    Holds,

    /// <summary>A system that the portal installed has it so; it was not seen.</summary>
    Declared,
}

/// <summary>Whether samples come by a link.</summary>
public enum TreeLinkState
{
    Unknown,
    Up,
    Down,
}

/// <summary>How many targets a server scrapes, by what came of the last scrape.</summary>
/// <param name="Unknown">Not scraped yet.</param>
public sealed record TargetTally(int Up, int Down, int Unknown)
{
    public int Total => Up + Down + Unknown;
}

/// <summary>How late scrapes are: the time since the last one, beyond the interval. Zero where it is on time.</summary>
/// <param name="Median">Over the targets that were ever scraped.</param>
/// <param name="WorstTarget">Job and instance of the worst.</param>
public sealed record ScrapeLag(TimeSpan Median, TimeSpan Worst, string WorstTarget);

/// <summary>A target whose last scrape failed.</summary>
/// <param name="Error">In the server's own words.</param>
public sealed record DownTarget(string Job, string Instance, string Error, DateTimeOffset? LastScrape);

/// <summary>A server of the tree.</summary>
/// <param name="Key">Tells it apart in its tree, and stays the same as long as its clusters and fleets do.</param>
/// <param name="Name">Its clusters, its fleets, or its address.</param>
/// <param name="Address">Where the portal reaches it: host and port, or a service as "namespace/name:port". Empty where it has no way.</param>
/// <param name="Clusters">Whose metrics endpoint it is.</param>
/// <param name="Fleets">Whose global engine it is.</param>
public sealed record TreeServer(
    string Key, string Name, TreeServerKind Kind, string Address, IReadOnlyList<string> Clusters, IReadOnlyList<string> Fleets, EngineKind? Engine, TreeServerState State)
{
    /// <summary>Why nothing is known of its targets; empty where something is.</summary>
    public string Why { get; init; } = "";

    public MemberFaultKind? Fault { get; init; }

    /// <summary>Null where it is not known: never zero instead.</summary>
    public TargetTally? Targets { get; init; }

    /// <summary>Null where nothing was scraped yet, or its server does not tell its interval.</summary>
    public ScrapeLag? Lag { get; init; }

    /// <summary>Of those that are down, the first by job and instance.</summary>
    public IReadOnlyList<DownTarget> Down { get; init; } = [];

    /// <summary>From the question to the end of its answer.</summary>
    public TimeSpan Took { get; init; }
}

/// <summary>Who gathers from whom.</summary>
/// <param name="Above">The key of the one that gathers.</param>
/// <param name="Below">The key of the one that it gathers from.</param>
/// <param name="Job">The scrape job that does it; empty for another way.</param>
/// <param name="Why">Why nothing comes by it, or why that is not known; else empty.</param>
/// <param name="Lag">How late what comes by it is; null where it is not known.</param>
public sealed record TreeLink(string Above, string Below, TreeLinkKind Kind, TreeLinkState State, string Job, string Why, TimeSpan? Lag);

/// <summary>A line of the tree as it is read from above.</summary>
/// <param name="Link">To the line that it stands below; null at the top.</param>
/// <param name="IsRepeated">It stands elsewhere with all that is below it.</param>
/// <param name="IsCircle">It stands above itself.</param>
public sealed record TreeRow(TreeServer Server, int Depth, TreeLink? Link, bool IsRepeated, bool IsCircle);

/// <summary>The servers of clusters and who gathers from whom.</summary>
/// <param name="Servers">By name.</param>
/// <param name="Rows">The same as a tree: each server once with all below it.</param>
/// <param name="Coverage">Of which clusters the targets are known.</param>
/// <param name="At">When they were asked.</param>
public sealed record PrometheusTree(
    IReadOnlyList<TreeServer> Servers, IReadOnlyList<TreeLink> Links, IReadOnlyList<TreeRow> Rows, Coverage Coverage, DateTimeOffset At);
