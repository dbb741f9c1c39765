namespace Portal.Web.Monitoring.Boards;

/// <summary>The texts of the pages of boards.</summary>
public sealed class BoardsText;
