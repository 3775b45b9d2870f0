package dev.ambit.os;

/// Which file, in which state: whoever finds all four equal on an open descriptor has the file that was looked at,
/// unchanged since. Every write and every change of its mode moves the change time, which no program can set.
///
/// @param device as `stat` encodes it
/// @param inode number within the device
/// @param changeTime nanoseconds since 1970
/// @param size bytes
public record FileIdentity(long device, long inode, long changeTime, long size) {}
