namespace Portal.Core.Operations;

/// <summary>A step to run.</summary>
/// <param name="Name">One of <see cref="StepNames"/>.</param>
/// <param name="TimeLimit">How long one attempt may take.</param>
public sealed record StepPlan(string Name, TimeSpan TimeLimit);
