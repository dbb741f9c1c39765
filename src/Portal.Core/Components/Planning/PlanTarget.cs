namespace Portal.Core.Components.Planning;

/// <summary>A component on a cluster.</summary>
internal readonly record struct PlanTarget(Guid ClusterId, string Component);
