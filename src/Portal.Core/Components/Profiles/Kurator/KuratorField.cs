namespace Portal.Core.Components.Profiles.Kurator;

/// <summary>What became of one field of a Kurator object.</summary>
/// <param name="Path">"Fleet quickstart: spec.plugin.policy.kyverno.podSecurity.standard".</param>
/// <param name="Taken">True when the profile has it.</param>
/// <param name="Words">Where it went, or why it could not be taken.</param>
public sealed record KuratorField(string Path, bool Taken, string Words);
