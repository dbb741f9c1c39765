namespace Portal.Jobs.Components.Systems;

/// <summary>
/// What charts cannot do, on one cluster of a system. Registered under its name in <see cref="Portal.Core.Components.Catalog.SystemSteps"/>
/// with <see cref="SystemStepServices.AddSystemStep{T}"/>. What is not there yet (an address, a token) is waited for by throwing a
/// <see cref="Portal.Core.Problems.ProblemException"/> of kind Unavailable: the step is tried again with back-off.
/// </summary>
internal interface ISystemStep
{
    /// <summary>Running it twice equals running it once; it is run again to follow what has changed since.</summary>
    Task RunAsync(SystemStepContext context, CancellationToken cancellationToken);

    /// <summary>Takes back what it made, and nothing else. What is gone already is passed over.</summary>
    Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken);
}
