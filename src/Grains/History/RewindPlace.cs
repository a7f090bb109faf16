namespace FileStorage.Grains.History;

/// <summary>Where an entry was at a moment, seen from what is rewound.</summary>
internal enum RewindPlace
{
    /// <summary>Below the folder that is rewound.</summary>
    Within,

    /// <summary>Elsewhere in the tree.</summary>
    Outside,

    /// <summary>Not there yet, or in the trash, or below something that was.</summary>
    Hidden,

    /// <summary>In a folder of which nothing is known any more.</summary>
    Unknown,
}
