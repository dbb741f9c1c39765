namespace Portal.Core.Components.Planning;

/// <summary>A component on a cluster.</summary>
public readonly record struct PlanTarget(Guid ClusterId, string Component);
