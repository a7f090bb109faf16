namespace FileStorage.Grains.Interfaces.History;

/// <summary>What happens to an item in a rewind. The numbers are stored.</summary>
public enum RewindStep
{
    /// <summary>Comes out of the trash.</summary>
    Restore = 0,

    /// <summary>A folder that was purged is made anew, since something that was in it is still there.</summary>
    Make = 1,

    Move = 2,
    Trash = 3,

    /// <summary>A file gets a new version of old content.</summary>
    Content = 4,

    /// <summary>It is gone for good and stays so.</summary>
    Lose = 5,
}
