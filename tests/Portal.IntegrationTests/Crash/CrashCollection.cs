namespace Portal.IntegrationTests.Crash;

/// <summary>Alone, after all others: what these tests kill must not lose its lease to a busy machine.</summary>
[CollectionDefinition(CrashEstate.Collection, DisableParallelization = true)]
public sealed class CrashCollection;
