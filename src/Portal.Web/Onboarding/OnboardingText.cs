namespace Portal.Web.Onboarding;

/// <summary>The texts of this feature's pages.</summary>
public sealed class OnboardingText;
