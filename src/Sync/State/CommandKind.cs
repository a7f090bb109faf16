namespace FileStorage.Sync.State;

/// <summary>The commands to the server. The numbers are stored.</summary>
public enum CommandKind
{
    MakeFolder = 0,
    Upload = 1,
    Move = 2,
    Trash = 3,
}
