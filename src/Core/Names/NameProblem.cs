namespace FileStorage.Core.Names;

/// <summary>Why a name cannot be the name of an entry.</summary>
public enum NameProblem
{
    None,

    /// <summary>The name is empty.</summary>
    Empty,

    /// <summary>The name is "." or "..".</summary>
    DotName,

    /// <summary>The name holds a slash or a NUL.</summary>
    ForbiddenCharacter,

    /// <summary>The name is not well-formed Unicode (a lone surrogate).</summary>
    NotUnicode,

    /// <summary>The name has more than <see cref="EntryName.MaxBytes"/> bytes in UTF-8.</summary>
    TooLong,
}
