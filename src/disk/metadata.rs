//! What the file system of the machine knows of a file besides its bytes.

#[cfg(unix)]
pub(super) use unix::{
    attributes, changed, folder_of_the_user, identity, links, modified, only_the_user, set_attributes,
    set_modified,
};

#[cfg(not(unix))]
pub(super) use elsewhere::{
    attributes, changed, folder_of_the_user, identity, links, modified, only_the_user, set_attributes,
    set_modified,
};

#[cfg(unix)]
mod unix {
    use crate::disk::{Attributes, FileIdentity, FileTime, Owner};
    use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, UTIME_OMIT};
    use std::fs::{self, DirBuilder, Metadata, OpenOptions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
    use std::path::Path;

    pub(in crate::disk) fn modified(metadata: &Metadata) -> io::Result<FileTime> {
        let nanoseconds = u32::try_from(metadata.mtime_nsec()).map_err(io::Error::other)?;
        Ok(FileTime { seconds: metadata.mtime(), nanoseconds })
    }

    pub(in crate::disk) fn changed(metadata: &Metadata) -> Option<FileTime> {
        let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
        Some(FileTime { seconds: metadata.ctime(), nanoseconds })
    }

    pub(in crate::disk) fn links(metadata: &Metadata) -> u64 {
        metadata.nlink()
    }

    #[expect(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
    pub(in crate::disk) fn identity(metadata: &Metadata) -> Option<FileIdentity> {
        Some(FileIdentity { device: metadata.dev(), number: metadata.ino() })
    }

    pub(in crate::disk) fn only_the_user(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    pub(in crate::disk) fn folder_of_the_user(builder: &mut DirBuilder) -> &mut DirBuilder {
        builder.mode(0o700)
    }

    pub(in crate::disk) fn attributes(path: &Path, metadata: &Metadata) -> io::Result<Attributes> {
        Ok(Attributes {
            mode: Some(metadata.mode() & 0o7777),
            owner: Some(Owner { user: metadata.uid(), group: metadata.gid() }),
            modified: modified(metadata)?,
            extended: extended::read(path)?,
        })
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]
    pub(in crate::disk) fn set_attributes(path: &Path, attributes: &Attributes) -> io::Result<()> {
        let now = fs::symlink_metadata(path)?;
        if let Some(owner) = attributes.owner
            && owner != (Owner { user: now.uid(), group: now.gid() })
        {
            std::os::unix::fs::lchown(path, Some(owner.user), Some(owner.group))?;
        }
        // Before the mode: whoever may not write a file may not give it attributes either.
        extended::write(path, &attributes.extended)?;
        if let Some(mode) = attributes.mode {
            fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
        }
        set_modified(path, attributes.modified)
    }

    pub(in crate::disk) fn set_modified(path: &Path, time: FileTime) -> io::Result<()> {
        let omitted = Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT };
        let modified = Timespec { tv_sec: time.seconds, tv_nsec: time.nanoseconds.into() };
        let times = Timestamps { last_access: omitted, last_modification: modified };
        Ok(rustix::fs::utimensat(CWD, path, &times, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    /// Extended attributes.
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    mod extended {
        use crate::disk::{ExtendedValue, is_set_by_the_system};
        use rustix::fs::{XattrFlags, lgetxattr, llistxattr, lremovexattr, lsetxattr};
        use rustix::io::Errno;
        use std::collections::BTreeMap;
        use std::io;
        use std::path::Path;

        pub(super) fn read(path: &Path) -> io::Result<BTreeMap<String, ExtendedValue>> {
            let names = match whole(|room| llistxattr(path, room)) {
                Ok(names) => names,
                // A file system without them.
                Err(Errno::NOTSUP) => return Ok(BTreeMap::new()),
                Err(error) => return Err(error.into()),
            };
            let mut attributes = BTreeMap::new();
            for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
                let name = std::str::from_utf8(name)
                    .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
                if is_set_by_the_system(name) {
                    continue;
                }
                match whole(|room| lgetxattr(path, name, room)) {
                    Ok(value) => drop(attributes.insert(name.to_owned(), ExtendedValue(value))),
                    // It went away in between.
                    Err(Errno::NODATA) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(attributes)
        }

        /// Sets what differs, so that what the system gives every file by itself need not be permitted to us.
        pub(super) fn write(path: &Path, wanted: &BTreeMap<String, ExtendedValue>) -> io::Result<()> {
            let now = read(path)?;
            for (name, value) in wanted {
                if now.get(name) != Some(value) {
                    lsetxattr(path, name.as_str(), &value.0, XattrFlags::empty())?;
                }
            }
            for name in now.keys().filter(|name| !wanted.contains_key(*name)) {
                lremovexattr(path, name.as_str())?;
            }
            Ok(())
        }

        /// All that a call has to say which fails with `ERANGE` while the room it is given is too small.
        fn whole(mut call: impl FnMut(&mut [u8]) -> Result<usize, Errno>) -> Result<Vec<u8>, Errno> {
            // Most files have a few short ones; no system allows more than some megabytes.
            const FIRST: usize = 512;
            const MOST: usize = 64 * 1024 * 1024;
            let mut room = vec![0; FIRST];
            loop {
                match call(&mut room) {
                    Ok(length) => {
                        room.truncate(length);
                        return Ok(room);
                    }
                    Err(Errno::RANGE) if room.len() < MOST => room.resize(room.len() * 4, 0),
                    Err(error) => return Err(error),
                }
            }
        }
    }

    /// Systems whose extended attributes this program does not know.
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    mod extended {
        use crate::disk::ExtendedValue;
        use std::collections::BTreeMap;
        use std::io;
        use std::path::Path;

        #[expect(clippy::unnecessary_wraps, reason = "as on systems that have them")]
        pub(super) fn read(_path: &Path) -> io::Result<BTreeMap<String, ExtendedValue>> {
            Ok(BTreeMap::new())
        }

        #[expect(clippy::unnecessary_wraps, reason = "as on systems that have them")]
        pub(super) fn write(_path: &Path, _wanted: &BTreeMap<String, ExtendedValue>) -> io::Result<()> {
            Ok(())
        }
    }
}

/// What std says of files on every system: times, and nothing of names, owners and extended attributes.
#[cfg(not(unix))]
mod elsewhere {
    use crate::disk::{Attributes, FileIdentity, FileTime};
    use std::collections::BTreeMap;
    use std::fs::{DirBuilder, FileTimes, Metadata, OpenOptions};
    use std::io;
    use std::path::Path;

    pub(in crate::disk) fn modified(metadata: &Metadata) -> io::Result<FileTime> {
        Ok(metadata.modified()?.into())
    }

    pub(in crate::disk) fn changed(_metadata: &Metadata) -> Option<FileTime> {
        None
    }

    pub(in crate::disk) fn links(_metadata: &Metadata) -> u64 {
        1
    }

    pub(in crate::disk) fn identity(_metadata: &Metadata) -> Option<FileIdentity> {
        None
    }

    pub(in crate::disk) fn only_the_user(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(in crate::disk) fn folder_of_the_user(builder: &mut DirBuilder) -> &mut DirBuilder {
        builder
    }

    pub(in crate::disk) fn attributes(_path: &Path, metadata: &Metadata) -> io::Result<Attributes> {
        Ok(Attributes { mode: None, owner: None, modified: modified(metadata)?, extended: BTreeMap::new() })
    }

    pub(in crate::disk) fn set_attributes(path: &Path, attributes: &Attributes) -> io::Result<()> {
        set_modified(path, attributes.modified)
    }

    pub(in crate::disk) fn set_modified(path: &Path, time: FileTime) -> io::Result<()> {
        let times = FileTimes::new().set_modified(time.system());
        OpenOptions::new().write(true).open(path)?.set_times(times)
    }
}
