namespace Portal.Core.Distribution.Applications;

/// <summary>The life of an application.</summary>
public enum ApplicationState
{
    /// <summary>Never delivered.</summary>
    New,

    Delivering,

    /// <summary>The last delivery succeeded on all clusters.</summary>
    Delivered,

    /// <summary>The last delivery did not succeed everywhere.</summary>
    Failed,

    /// <summary>It is being removed from all clusters, and is forgotten after that.</summary>
    Deleting,
}
