namespace Portal.Web.Monitoring.Boards;

/// <summary>What the menu of a panel can do to it.</summary>
public enum PanelChange
{
    Edit,
    Copy,
    Left,
    Right,
    Up,
    Down,
    Wider,
    Narrower,
    Taller,
    Shorter,
    Delete,
}

/// <summary>A change of one panel.</summary>
public sealed record PanelAct(int Id, PanelChange Change);
