namespace Portal.Web.Settings;

/// <summary>The texts of this feature's pages.</summary>
public sealed class SettingsText;
